/** What went wrong, told by somebody who is upset. `{p}` product, `{city}`, `{name}`. */
export const GRIEVANCES: readonly string[] = [
  'The photographs of my late mother were in {p}. All of them. I logged in this morning and the folder is empty, and I have been sitting on the kitchen floor ever since.',
  'We lost the wedding season because of {p}. Forty couples got the wrong appointment and I had to apologise to every one of them in person.',
  'I was on hold for two hours while my son was in hospital, only to be told that {p} “does not see an error”.',
  'Your system told my customers that we had closed for good. In a town like {city} such a rumour never dies.',
  'My staff were not paid on Friday because {p} swallowed the payroll file. One of them could not buy groceries for her children.',
  'I have an anxiety disorder, and your collection agency called me nine times about a {p} bill that I had paid in January.',
  'Somebody at {p} read my private diary entries aloud on the phone “to verify me”. I have never felt so exposed.',
  'For three weeks I have explained the same {p} problem to a new person each day, and each one begins with “have you tried restarting”.',
  'After the flood in {city} I asked for one month of grace on {p}. You answered with a reminder fee.',
  'My husband died in spring. I wrote to {p} four times to close his account, and today he got a birthday mail from you.',
  'Because {p} mixed up two patients’ files, I spent the worst night of my life believing that I was ill.',
  'Our exhibition opens tomorrow and {p} has deleted the catalogue that {name} and I worked on for a year.',
  'I am seventy-four, and your {p} assistant laughed when I asked what a browser was. I heard it.',
  'The mail you sent about “suspicious activity” in {p} went to my whole family. They now think that I am a fraud.',
  'I lost a client of eleven years on account of {p}. He said he cannot work with people who leak drafts.',
  'Your {p} driver left the parcel in the rain, and it held the only printed copy of my thesis.',
  'You promised that {p} would be accessible. I am blind, and since the redesign I cannot even reach the login button.',
  'I was double-charged by {p} in the very week when my rent was due, and the bank added a fee on top.',
];

export const OUTBURSTS: readonly string[] = [
  'I AM DONE BEING POLITE.',
  'Do you have any idea what that feels like?',
  'I keep shaking while I type this.',
  'This is beyond a joke!!!',
  'I have cried more about a piece of software than I care to admit.',
  'I trusted you.',
  'Please do not send me another template.',
  'HOW is this acceptable?',
  'I have no strength left for this.',
  'Honestly, I am just so tired.',
  'My hands are full and my patience is empty.',
  'It is humiliating, that is what it is.',
  'I do not want points or vouchers, I want a person who cares.',
  'NOBODY CALLS BACK. EVER.',
  'You have made a grown man weep in a car park.',
  'Whatever you write, do not call it an inconvenience.',
];

export const DEMANDS: readonly string[] = [
  'Tell me what you are going to do about it.',
  'I want to know what happens now, and by when.',
  'Either you make this right or I go to the press in {city}.',
  'My lawyer, {name}, is copied in.',
  'I expect an answer from a human being today.',
  'Just be honest with me for once.',
  'If this is how you treat people, close everything.',
  'I would like to stay, believe it or not, but give me a reason.',
  'What is my time worth to you?',
  'I am asking for the third time.',
];

export const TONES: readonly string[] = [
  'Be warm and take responsibility.',
  'Do not sound like a template.',
  'No excuses, please, and no jargon.',
  'Acknowledge the feelings before anything else.',
  'Keep it under 120 words.',
  'Write as one human to another.',
  'Stay calm even if the customer is not.',
  'Avoid the word inconvenience.',
];

export const OPENERS: readonly string[] = [
  'I am so sorry for what you went through.',
  'What happened to you should never have happened, and I am sorry.',
  'Thank you for telling us this so openly; I apologise without any “but”.',
  'Reading your message, I can only say that I am truly sorry.',
  'You have every right to be upset, and I apologise.',
];
