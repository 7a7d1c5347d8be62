/** Clauses that lengthen a contract without deciding any question asked about it. One list a subject, several hands each. */
export const EXTRA_CLAUSES: readonly (readonly string[])[] = [
  [
    'Confidentiality. Each side keeps secret what it learns about the other’s business for {years} years after the end, save what is public or was known before.',
    'Secrecy. Drawings, prices and customer lists may be shown only to staff who need them; the duty outlives this contract by {years} years.',
    'Non-disclosure. Neither the {A} nor the {B} reveals the content of this document, except to advisers bound by profession, courts and tax offices.',
  ],
  [
    'Force majeure. Flood, war, epidemic, strike and failure of public networks suspend the duty that they affect for as long as they last.',
    'Events beyond control. A party hindered by an event which care could not have averted is excused, provided that it reports the hindrance within {hours} hours.',
    'Nobody answers for a delay caused by an act of God, an embargo or an order of an authority; costs incurred meanwhile are borne where they fall.',
  ],
  [
    'Governing law. This contract is subject to the law in force at the seat of the {A}; the convention on the international sale of goods does not apply.',
    'Applicable law and forum. Courts at {cityA} have jurisdiction, and their law governs, conflict rules left aside.',
    'The law of the place of performance applies. Disputes go to the courts of {cityB}, after an attempt at mediation.',
  ],
  [
    'Records. The {A} keeps books from which its performance can be seen and lets the {B} or an accountant look into them during office hours.',
    'Inspection. Once a year, and with {days} days’ warning, the {B} may have an independent expert examine the relevant files on site.',
    'Accounts shall be preserved for {years} years; copies are supplied on demand against the cost of copying.',
  ],
  [
    'Intellectual property. What was created before remains with its maker; for what arises during performance the {B} obtains a simple right of use without limit in time.',
    'Ownership of results. Texts, plans and programs produced hereunder pass to the {B} on full payment, moral rights excepted.',
    'No licence beyond what the purpose requires is granted, neither expressly nor by conduct, under any patent or mark of either party.',
  ],
  [
    'Protection of personal records. Where the {A} processes records of individuals, it does so on documented instruction and deletes them when the work is done.',
    'Privacy. A separate processing agreement forms Annex 2; a breach is to be reported within {hours} hours of discovery.',
    'Names, addresses and health particulars of staff may not leave the premises of the {B} except in encrypted form.',
  ],
  [
    'Insurance. Cover against third-party claims is maintained with a sound insurer throughout, and evidence of it is furnished every January.',
    'The {A} insures the objects against fire, theft and water; premiums are for its account, and benefits are assigned to the {B}.',
    'Each side carries policies customary in its trade and tells the other of any lapse without delay.',
  ],
  [
    'Independent parties. Nothing herein makes one party the partner, agent or employee of the other.',
    'No partnership. The relation is that of independent businesses, and no one may bind the other by declarations.',
    'Staff sent by the {A} remain under its sole direction; they are not integrated into the organisation of the {B}.',
  ],
  [
    'Entire agreement. Earlier drafts, letters and oral promises are superseded. Changes, this sentence included, must be made in writing.',
    'Form. Amendments need a document signed by both sides; e-mail is not sufficient for this purpose.',
    'This text together with its annexes is complete; side arrangements do not exist, and silence never means consent.',
  ],
  [
    'Severability. Should a provision be void, the rest stands, and the parties replace it by one that comes nearest to its economic purpose.',
    'If any term cannot be enforced, it is to be read down as far as needed and the remainder stays in force.',
    'The invalidity of single sentences leaves the others untouched; gaps are closed in the spirit of the whole.',
  ],
  [
    'Non-solicitation. For {years} years neither side entices away employees of the other who were engaged in the work.',
    'During the term and twelve months beyond, the {B} will not hire persons whom the {A} had assigned to it, unless they answered a public advertisement.',
    'Poaching of key staff is forbidden; in each case a sum of half a year’s salary becomes payable.',
  ],
  [
    'Standards. Work is carried out with the care of a prudent merchant and according to recognised rules of the craft.',
    'Quality. The {A} employs trained people only, uses sound materials, and repeats defective work free of charge.',
    'Performance follows the specification in Annex 1; what it leaves open is done in the manner usual among specialists.',
  ],
  [
    'Site rules. Whoever enters the premises wears protective clothing, reports at the gate and follows the instructions of the safety officer.',
    'Access. Keys and passes are handed out against receipt and returned on the last day; losses are to be reported at once.',
    'Working hours on site are from seven to six; noise outside them needs the consent of the neighbours.',
  ],
  [
    'Steering. A committee of two representatives a side meets each quarter, keeps minutes, and settles minor questions by agreement.',
    'Reporting. In the first week of a month the {A} sends a written summary of progress, risks and open points.',
    'Contact persons named in Annex 3 may agree on details of execution but cannot alter prices or deadlines.',
  ],
  [
    'Sustainability. The {A} avoids waste where it can, prefers rail to road, and documents the origin of timber and palm oil.',
    'Ethics. Both sides refrain from gifts of more than trivial value and from any form of forced labour in their supply chains.',
    'The code of conduct of the {B}, as handed over before signature, is observed by the {A} and its suppliers.',
  ],
  [
    'Set-off. The {B} may set off only claims which are undisputed or have been confirmed by a court.',
    'Retention. Payments may be held back solely on account of defects of the same delivery and in proportion to them.',
    'Claims from other dealings between the parties give no right to withhold what is owed hereunder.',
  ],
  [
    'Language. The English text prevails over translations; headings serve convenience only.',
    'Interpretation. The singular includes the plural, “including” is not exhaustive, and days are calendar days unless called working days.',
    'Definitions stand in Annex 4. Where annex and main text collide, the main text goes first.',
  ],
  [
    'Counterparts. This instrument may be executed in several copies, each of which is an original; electronic signatures suffice.',
    'Two originals have been drawn up, one for either side; a scan has the same force.',
    'Stamp duty and costs of registration, if there are any, are shared in equal parts.',
  ],
  [
    'Escalation. Differences are first laid before the managing directors, who have {days} days to find a solution, before anybody goes to law.',
    'Arbitration is optional: if both agree, a sole arbitrator sitting in {cityA} decides in a simplified procedure.',
    'A mediator chosen by lot from the chamber’s list hears the parties; until then no action may be brought except for urgent relief.',
  ],
];
