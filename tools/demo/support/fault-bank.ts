/** A fault: how people describe it, the clue that gives it away, what helps, and what looks like it would. */
export interface Fault {
  readonly symptoms: readonly string[];
  readonly clue: string;
  readonly fix: string;
  readonly tempting: string;
}

export const FAULTS: readonly Fault[] = [
  {
    symptoms: [
      'Nothing has synced since Monday and the little wheel spins for ever',
      'My laptop and my phone show two different worlds, and syncing never ends',
    ],
    clue: 'the clock of the computer is eleven minutes behind',
    fix: 'Set the computer clock to network time, then sync again',
    tempting: 'Delete the local cache and download everything anew',
  },
  {
    symptoms: ['Every mail we send comes back within seconds', 'Outgoing messages bounce at once, whoever the recipient is'],
    clue: 'the bounce says “SPF check failed for your domain”',
    fix: 'Add our servers to the SPF record of your domain',
    tempting: 'Ask the recipients to whitelist your address',
  },
  {
    symptoms: ['The app closes the moment I tap on the camera', 'Scanning a receipt throws me straight back to the home screen'],
    clue: 'camera permission is shown as “denied” in the phone’s settings',
    fix: 'Allow camera access for the app in the phone’s settings',
    tempting: 'Reinstall the app from the store',
  },
  {
    symptoms: ['Printing gives pages full of strange squares', 'The labels come out as rows of boxes and question marks'],
    clue: 'the printer driver was swapped for a generic text driver after the last update',
    fix: 'Install the maker’s own printer driver again',
    tempting: 'Choose a different font in the template',
  },
  {
    symptoms: [
      'Login says my code is wrong although I read it off the phone',
      'Six digits, typed correctly, refused five times in a row',
    ],
    clue: 'automatic time is switched off on the phone that makes the codes',
    fix: 'Switch on automatic time on the phone with the code app',
    tempting: 'Reset the password and try the same code again',
  },
  {
    symptoms: [
      'The web page stays white after login, only in the office',
      'At my desk I see an empty window, at home all is fine',
    ],
    clue: 'the office proxy blocks scripts from cdn.desk.example',
    fix: 'Have the office proxy allow cdn.desk.example',
    tempting: 'Try another browser on the same network',
  },
  {
    symptoms: ['Imports stop at row 5,001', 'Only part of our list arrives, always the same number of lines'],
    clue: 'the log reads “row limit of import batch reached (5000)”',
    fix: 'Split the file into parts of at most 5,000 rows',
    tempting: 'Save the spreadsheet in a newer format',
  },
  {
    symptoms: [
      'Names with accents turn into gibberish after the import',
      'Customers called Müller or Peña have become unreadable',
    ],
    clue: 'the file was saved as Windows-1252 and the import expects UTF-8',
    fix: 'Save the file as UTF-8 and import it again',
    tempting: 'Replace all accented letters by hand',
  },
  {
    symptoms: [
      'Video calls freeze each time a colleague starts a large download',
      'Whenever backups run, our calls turn into a slide show',
    ],
    clue: 'the router has no traffic priority set and the line is saturated',
    fix: 'Give calls priority in the router’s traffic settings',
    tempting: 'Buy a better web camera',
  },
  {
    symptoms: [
      'The calendar is off by one hour since the weekend',
      'All meetings moved by sixty minutes although nobody touched them',
    ],
    clue: 'the account’s time zone is “UTC+1 fixed” instead of a city',
    fix: 'Choose a city as time zone in the account settings',
    tempting: 'Move each appointment by an hour',
  },
  {
    symptoms: ['I am signed out every few minutes', 'The site forgets me again and again, even with “stay signed in”'],
    clue: 'the browser is set to clear cookies when a tab is closed',
    fix: 'Let the browser keep cookies for our address',
    tempting: 'Choose a longer password',
  },
  {
    symptoms: ['The scanner is found by cable but never by Wi-Fi', 'Over the air the device simply does not exist'],
    clue: 'the scanner knows only 2.4 GHz and the network is 5 GHz only',
    fix: 'Switch on a 2.4 GHz network for the scanner',
    tempting: 'Replace the network cable',
  },
  {
    symptoms: [
      'Reports take ten minutes since we archived nothing for years',
      'Opening the yearly overview feels like watching paint dry',
    ],
    clue: 'the report covers “all time” and 4 million entries',
    fix: 'Limit the report to a date range',
    tempting: 'Add more memory to the laptop',
  },
  {
    symptoms: ['Webhooks arrive twice', 'Our shop books each order two times after the hook fires'],
    clue: 'our log shows your endpoint answering after 31 seconds, beyond the 30-second limit, hence the repeat',
    fix: 'Answer the webhook at once and do the work afterwards',
    tempting: 'Delete and recreate the webhook',
  },
  {
    symptoms: ['The API suddenly says 401 for every call', 'Since midnight our script is turned away at the door'],
    clue: 'the key in use expired yesterday at 23:59',
    fix: 'Create a new API key and put it in the script',
    tempting: 'Slow the script down',
  },
  {
    symptoms: ['The API says 429 in the middle of our nightly job', 'Around one in twenty calls is refused when the batch runs'],
    clue: 'the job fires 40 calls a second and the limit is 10',
    fix: 'Slow the job to at most ten calls a second',
    tempting: 'Create a new API key and put it in the job',
  },
  {
    symptoms: ['The desktop app refuses to start after the update', 'A double click, a short blink, and then nothing'],
    clue: 'the event log names an overlay of another program that hooks into the window',
    fix: 'Switch off the other program’s overlay',
    tempting: 'Roll the operating system back',
  },
  {
    symptoms: ['A colleague cannot see the shared folder', 'One of us finds the project missing, the rest are fine'],
    clue: 'her invitation went to an old address and is still pending',
    fix: 'Invite her again at her present address',
    tempting: 'Move the folder to another place',
  },
  {
    symptoms: ['Search finds nothing that is newer than last week', 'Fresh documents cannot be found although they open fine'],
    clue: 'the index job is shown as “paused by administrator”',
    fix: 'Resume the index job in the admin panel',
    tempting: 'Upload the new documents a second time',
  },
  {
    symptoms: ['The phone drains its battery within a morning', 'Since installing you, my battery is empty at lunch'],
    clue: 'location is set to “always” and the map is refreshed each second',
    fix: 'Set location access to “while using the app”',
    tempting: 'Lower the brightness of the screen',
  },
  {
    symptoms: ['Payment by card is declined although the card is fine', 'The checkout refuses three different cards in a row'],
    clue: 'the billing address is in another country than the cards',
    fix: 'Correct the billing address to the cards’ country',
    tempting: 'Raise the limit of the card',
  },
  {
    symptoms: [
      'The signature is missing at the bottom of exported papers',
      'Signed documents look unsigned as soon as they become a PDF',
    ],
    clue: 'the export option “flatten form layers” is switched off',
    fix: 'Switch on “flatten form layers” when exporting',
    tempting: 'Sign the document a second time',
  },
  {
    symptoms: ['New staff get no welcome mail', 'Invitations seem to vanish before they reach our people'],
    clue: 'the mail gateway quarantines messages with buttons in them',
    fix: 'Release our sender in the mail gateway’s quarantine',
    tempting: 'Invite the people one by one',
  },
  {
    symptoms: ['The tablet at the counter shows yesterday’s prices', 'Guests see an old menu although I changed it hours ago'],
    clue: 'kiosk mode is on, which reloads only after a restart',
    fix: 'Restart the tablet so that kiosk mode reloads',
    tempting: 'Enter the prices again',
  },
];

export const SETTINGS: readonly string[] = [
  'Windows 11 with Edge',
  'an iPad from 2021',
  'macOS 14 and Safari',
  'Ubuntu 24.04 with Firefox',
  'a Chromebook',
  'an Android phone on mobile network',
  'Windows 10 behind a company firewall',
  'a thin client with a remote desktop',
  'Fedora and Chromium',
  'an iPhone 13',
  'three identical mini PCs',
  'a shared reception computer',
  'a rugged handheld in the warehouse',
  'a laptop on hotel Wi-Fi',
];

export const ATTEMPTS: readonly string[] = [
  'restarted everything twice',
  'cleared the cache',
  'asked a colleague to try with her account',
  'waited a whole day',
  'tried a private window',
  'switched the antivirus off for a minute',
  'installed the latest version',
  'borrowed another cable',
  'signed out and in again',
  'used a different user profile',
  'read the release notes',
  'turned the VPN on and off',
  'removed an old plug-in',
  'unplugged the docking station',
];

export const RED_HERRINGS: readonly string[] = [
  'It rained into the server room last year, in case that matters.',
  'Around the same time we changed our internet provider, but the neighbours use them without trouble.',
  'Also, the logo in the corner looks a little blurred since the redesign.',
  'Last month we had a virus alarm, which turned out to be harmless.',
  'A second person mentioned slow loading, then said that it was gone.',
  'We had renamed two users the evening before.',
  'My keyboard is new as well.',
  'The licence was extended by a year on Friday.',
  'By coincidence the finance people moved to another floor.',
  'One monitor is connected through an adapter.',
];
