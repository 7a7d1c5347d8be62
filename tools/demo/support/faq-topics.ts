/** One thing customers ask about. `{p}` is the product, `{v}` the value that answers, `{plan}` a plan's name. */
export interface FaqTopic {
  readonly fact: string;
  readonly exception: string;
  readonly asks: readonly string[];
  readonly values: readonly string[];
}

const DAYS: readonly string[] = ['7 days', '14 days', '21 days', '30 days', '45 days', '60 days', '90 days'];
const SIZES: readonly string[] = ['2 GB', '5 GB', '16 GB', '40 GB', '75 GB', '120 GB'];
const COUNTS: readonly string[] = ['three', 'four', 'six', 'eight', 'ten', 'twelve', 'twenty'];

export const FAQ_TOPICS: readonly FaqTopic[] = [
  {
    fact: 'Deleted items wait in the {p} bin for {v} and are then erased for good.',
    exception: 'On {plan} the bin keeps them for {v}.',
    values: DAYS,
    asks: [
      'How long do I have to rescue something I threw away?',
      'I binned the wrong folder. What is the deadline for getting it back?',
      'When are erased files gone for ever?',
    ],
  },
  {
    fact: 'A single upload to {p} may weigh up to {v}.',
    exception: 'Accounts on {plan} can send up to {v} in one go.',
    values: SIZES,
    asks: [
      'What is the biggest thing I can upload?',
      'My video refuses to go up. Which size is allowed per file?',
      'Is there a cap on how heavy one attachment may be?',
    ],
  },
  {
    fact: 'To change the password in {p}, open {v} and choose “New password”.',
    exception: 'With {plan} the owner has to do it under {v}.',
    values: ['Settings > Security', 'Profile > Sign-in', 'Account > Credentials', 'Preferences > Access', 'Menu > My login'],
    asks: [
      'Where do I set a fresh password?',
      'Which menu lets me replace my old password?',
      'I want to reset my password. Where is that hidden?',
    ],
  },
  {
    fact: 'Invoices of {p} are sent on the {v} of each month.',
    exception: 'Customers on {plan} receive theirs on the {v}.',
    values: ['1st', '3rd', '5th', '10th', '15th', '20th', '28th'],
    asks: [
      'On which day should I expect the bill?',
      'When does the monthly invoice land in my inbox?',
      'What day of the month do you bill us?',
    ],
  },
  {
    fact: 'You may cancel {p} within {v} of the first payment and get all of it back.',
    exception: 'For {plan} the money-back period is {v}.',
    values: DAYS,
    asks: [
      'How long is the money-back guarantee?',
      'Until when can I change my mind and get a full refund?',
      'What is your cooling-off period after paying?',
    ],
  },
  {
    fact: 'Each workspace of {p} holds up to {v} guests who do not pay.',
    exception: 'On {plan} it is {v} guests.',
    values: COUNTS,
    asks: [
      'How many free guests can I invite?',
      'Can outsiders join without a licence, and how many of them?',
      'What is the limit for unpaid visitors in one workspace?',
    ],
  },
  {
    fact: 'Live help for {p} is open from {v} on weekdays.',
    exception: 'For {plan} there are longer hours: {v}.',
    values: ['8:00 to 16:00', '9:00 to 17:00', '7:30 to 19:00', '10:00 to 18:30', '6:00 to 22:00'],
    asks: [
      'What are your opening hours?',
      'Between which times is somebody there to talk to?',
      'When can I ring you on a Tuesday?',
    ],
  },
  {
    fact: 'A backup of every {p} workspace runs {v}.',
    exception: 'Under {plan} it runs {v}.',
    values: ['every 6 hours', 'every 12 hours', 'once a day', 'twice a week', 'every Sunday night', 'every 90 minutes'],
    asks: [
      'How often do you make a backup?',
      'What is the rhythm of your safety copies?',
      'If everything broke, how old could the last copy be?',
    ],
  },
  {
    fact: 'The mobile app of {p} needs at least {v}.',
    exception: 'The {plan} edition asks for {v}.',
    values: ['Android 9', 'Android 11', 'Android 12', 'iOS 15', 'iOS 16', 'iOS 17'],
    asks: [
      'My phone is old. Which system version does the app require?',
      'What is the minimum operating system for your app?',
      'Will it install on an ancient handset, or what do I need?',
    ],
  },
  {
    fact: 'Shared links in {p} stop working after {v} unless you renew them.',
    exception: 'Links made under {plan} last {v}.',
    values: DAYS,
    asks: [
      'How long does a public link stay alive?',
      'When will the link that I mailed to a client run out?',
      'After what time do shared addresses expire?',
    ],
  },
  {
    fact: 'To export your records from {p}, use {v}; the archive arrives by mail.',
    exception: 'Members of {plan} find the export under {v}.',
    values: [
      'Tools > Archive',
      'Settings > Your records',
      'Reports > Download all',
      'Admin > Takeout',
      'File > Export everything',
    ],
    asks: [
      'I would like a copy of all my stuff. Where do I click?',
      'Which menu produces a full export?',
      'How do I download everything before leaving?',
    ],
  },
  {
    fact: 'Students pay {v} less for {p} after showing proof of enrolment.',
    exception: 'The discount on {plan} is {v}.',
    values: ['15 %', '20 %', '25 %', '35 %', '40 %', '60 %'],
    asks: [
      'Is there a student discount, and how much?',
      'I am enrolled at a university. What do I save?',
      'How big is the reduction for people in education?',
    ],
  },
  {
    fact: 'Two-step sign-in for {p} works with {v}.',
    exception: 'On {plan} it works with {v}.',
    values: ['an authenticator app', 'a hardware key', 'a text message', 'a printed code list', 'a phone call'],
    asks: [
      'What do I need for two-factor login?',
      'Which second factor do you support?',
      'How does the extra sign-in step work here?',
    ],
  },
  {
    fact: 'The {p} mailbox for questions about privacy is {v}.',
    exception: 'For {plan} write to {v}.',
    values: [
      'privacy@desk.example',
      'dpo@desk.example',
      'rights@desk.example',
      'personal-records@desk.example',
      'gdpr@desk.example',
    ],
    asks: [
      'Whom do I write to about my personal records?',
      'What is the address of your privacy contact?',
      'Where can I send a request to see what you hold about me?',
    ],
  },
  {
    fact: 'Parcels with {p} hardware leave our depot in {v}.',
    exception: 'Orders of {plan} are shipped from {v}.',
    values: ['Antwerp', 'Gdańsk', 'Lyon', 'Trieste', 'Porto', 'Hamburg'],
    asks: ['Where are my goods shipped from?', 'Which city is the warehouse in?', 'From what place do you send the devices?'],
  },
  {
    fact: 'Old versions of a document are kept in {p} for {v}.',
    exception: 'On {plan} the history goes back {v}.',
    values: DAYS,
    asks: [
      'How far back does version history reach?',
      'Someone overwrote my draft. How long are earlier versions kept?',
      'For what time can I roll back a document?',
    ],
  },
  {
    fact: 'Up to {v} devices may be signed in to {p} at once.',
    exception: 'With {plan} it is {v} devices.',
    values: COUNTS,
    asks: [
      'On how many gadgets can I be logged in?',
      'What is the device limit for one person?',
      'May I use phone, tablet and two laptops at the same time? What is the maximum?',
    ],
  },
  {
    fact: 'The interface of {p} is switched to another language under {v}.',
    exception: 'In {plan} only the admin can do so, under {v}.',
    values: ['Profile > Region', 'Settings > Display', 'Account > Language', 'View > Locale', 'Preferences > General'],
    asks: [
      'Everything is in Finnish. Where do I change the language?',
      'Which setting controls the interface language?',
      'How do I get the menus in English again?',
    ],
  },
  {
    fact: 'A free trial of {p} lasts {v} and needs no card.',
    exception: 'The trial of {plan} lasts {v}.',
    values: DAYS,
    asks: ['How long may I try it for nothing?', 'What is the length of the trial?', 'When would the test phase be over?'],
  },
  {
    fact: 'The outage page of {p} is {v}.',
    exception: 'Customers on {plan} should look at {v}.',
    values: ['status.desk.example', 'health.desk.example', 'uptime.desk.example', 'incidents.desk.example', 'live.desk.example'],
    asks: [
      'Where can I see whether you are down?',
      'Is there a page that shows current incidents?',
      'What address tells me about outages?',
    ],
  },
  {
    fact: 'Payment for {p} is possible by card and by {v}.',
    exception: 'For {plan} we also take {v}.',
    values: ['bank transfer', 'direct debit', 'postal order', 'gift voucher', 'purchase order'],
    asks: [
      'I have no credit card. How else can I pay?',
      'Besides cards, what do you accept?',
      'Which other payment method is there?',
    ],
  },
  {
    fact: 'An account of {p} that nobody opens is closed after {v}.',
    exception: 'On {plan} it is closed after {v}.',
    values: ['6 months', '9 months', '12 months', '18 months', '24 months', '36 months'],
    asks: [
      'What happens if I stop using it for a while? When is the account closed?',
      'After how much silence do you remove an account?',
      'I am going on sabbatical. How long is my login safe?',
    ],
  },
  {
    fact: 'Transferring ownership of a {p} workspace is confirmed by {v}.',
    exception: 'Under {plan} it is confirmed by {v}.',
    values: ['the billing contact', 'the current owner', 'two administrators', 'our support desk', 'a signed letter'],
    asks: [
      'Our founder is leaving. Who has to approve the handover of the workspace?',
      'Who confirms a change of owner?',
      'Whose consent is needed to make somebody else the owner?',
    ],
  },
];
