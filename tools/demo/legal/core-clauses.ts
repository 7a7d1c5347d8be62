/** Clauses that every contract of the demo has, in several hands. Slots are filled by the document. */
export const PREAMBLES: readonly string[] = [
  '{title}\nmade on {signed} between {a}, {cityA}, register no. {registerA} (the “{A}”), and {b}, {cityB}, register no. {registerB} (the “{B}”), concerning {subject}.',
  '{title}\n\nThis deed, dated {signed}, is entered into by\n(1) {a} of {cityA} (hereinafter {A}) and\n(2) {b} of {cityB} (hereinafter {B}).\nThe parties wish to lay down the terms for {subject}.',
  '{title} — {signed}\nParties: {a} (“{A}”), with its seat in {cityA}; {b} (“{B}”), with its seat in {cityB}. Object of the contract is {subject}.',
  '{title}\nBY AND BETWEEN {a}, organised in {cityA}, as {A}, AND {b}, organised in {cityB}, as {B}. Executed on {signed}. WHEREAS the {B} has asked for {subject}, and WHEREAS the {A} is able to provide it, it is agreed as follows.',
  'On {signed}, in {cityB}, {a} ({A}, entry {registerA}) and {b} ({B}, entry {registerB}) concluded this {title} about {subject}.',
];

export const TERM: readonly string[] = [
  'Term. This agreement takes effect on {effective} and runs for {term} months. Either side may prevent its renewal by written notice of {notice} days before it ends.',
  'Duration. The rights and duties hereunder begin on {effective}; they end after {term} months unless renewed. A party that does not wish to renew shall say so in writing not later than {notice} days before the last day.',
  'Commencement and end. Performance starts on {effective} for a fixed period of {term} months. Renewal for a further year occurs by itself unless one party objects {notice} days ahead of the end.',
  'The contract enters into force on {effective} and has a life of {term} months, after which it renews from year to year; whoever objects must do so with {notice} days’ notice to the end of the period.',
];

export const PAYMENT: readonly string[] = [
  'Fees. The {B} pays {fee} per month, plus {vat} % value added tax, within {days} days of the invoice. A deposit of {deposit} is due on signature.',
  'Remuneration. For each calendar month a sum of {fee} net is owed by the {B}; tax at {vat} % is added. As security the {B} lodges {deposit}, repayable without interest.',
  'Price. Monthly instalments of {fee} (tax of {vat} % not included) fall due {days} days after billing. In addition the {B} hands over {deposit} as a deposit, which the {A} keeps apart from its own funds.',
  'Consideration. The {B} shall remit {fee} every month, exclusive of tax, the rate of which is {vat} %. Security: {deposit}, to be returned {days} days after the end. Arrears bear interest of {rate} % a year.',
];

export const LIABILITY: readonly string[] = [
  'Liability. Save for intent and injury to persons, the liability of the {A} is limited to {cap} in all.',
  'Cap. Whatever the legal ground, the {A} answers for damage only up to an overall amount of {cap}; lost profit is excluded.',
  'Limitation. Claims against the {A} may not exceed {cap} in total, except where the law does not allow a limit.',
  'The {A}’s total exposure under or in connection with this contract is {cap}; neither side is liable for indirect loss.',
];

export const DELIVERY: readonly string[] = [
  'Handover. The {A} completes the first handover by {delivery}. For every day of delay {penalty} are forfeited.',
  'Milestone. Acceptance tests take place on {delivery}; if the {A} is late, it pays {penalty} for each day that begins.',
  'First performance is due on {delivery}. Delay entitles the {B} to a penalty of {penalty} a day, without proof of loss.',
  'By {delivery} everything needed for the start must be at the {B}’s disposal, failing which the {A} owes {penalty} per calendar day.',
];

export const GUARANTEE: readonly string[] = [
  'Guarantee. {guarantor} stands surety for the payments of the {B}. Notices are served on {agent} as process agent, for the attention of {contact}.',
  'Security by a third party. The duties of the {B} are guaranteed by {guarantor}. Any declaration reaches the {A} if delivered to {agent}, marked for {contact}.',
  '{guarantor} undertakes, as joint debtor, to pay what the {B} fails to pay. Letters go to {agent}, where {contact} receives them.',
  'Surety and service. As surety acts {guarantor}; {agent} is empowered to receive documents, contact person {contact}.',
];

export const SIGNATURES: readonly string[] = [
  'Signed for the {A}: {signerA}. Signed for the {B}: {signerB}.',
  'For {A}: ____________ ({signerA}, managing director)\nFor {B}: ____________ ({signerB}, authorised officer)',
  'IN WITNESS WHEREOF {signerA}, on behalf of the {A}, and {signerB}, on behalf of the {B}, have set their hands.',
  'Read and approved. {signerA} ({A}), {signerB} ({B}).',
];
