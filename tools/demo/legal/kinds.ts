/** A sort of contract: its heading, what the two sides are called, and what it is about. */
export interface ContractKind {
  readonly title: string;
  readonly roleA: string;
  readonly roleB: string;
  readonly subject: string;
}

const kind = (title: string, roleA: string, roleB: string, subject: string): ContractKind => ({ title, roleA, roleB, subject });

export const KINDS: readonly ContractKind[] = [
  kind('SERVICE AGREEMENT', 'Provider', 'Client', 'the maintenance of conveyor systems'),
  kind('SOFTWARE LICENCE', 'Licensor', 'Licensee', 'the use of a route planning program'),
  kind('COMMERCIAL LEASE', 'Landlord', 'Tenant', 'a hall of 1,400 square metres with a loading ramp'),
  kind('SUPPLY CONTRACT', 'Supplier', 'Purchaser', 'monthly deliveries of stoneware glaze'),
  kind('CONSULTANCY AGREEMENT', 'Consultant', 'Company', 'advice on the layout of a cold store'),
  kind('DISTRIBUTION AGREEMENT', 'Principal', 'Distributor', 'the sale of marine instruments in three regions'),
  kind('HOSTING AGREEMENT', 'Host', 'Customer', 'the operation of a reservation platform'),
  kind('RESEARCH AGREEMENT', 'Institute', 'Sponsor', 'field trials with drought-resistant barley'),
  kind('FRANCHISE AGREEMENT', 'Franchisor', 'Franchisee', 'the running of a repair shop under a common name'),
  kind('EQUIPMENT HIRE AGREEMENT', 'Owner', 'Hirer', 'two mobile cranes with operators'),
  kind('TRANSLATION FRAMEWORK', 'Translator', 'Publisher', 'the rendering of technical manuals into four languages'),
  kind('MANAGEMENT AGREEMENT', 'Manager', 'Proprietor', 'the administration of a marina and its moorings'),
  kind('CATERING CONTRACT', 'Caterer', 'Host Company', 'daily meals for staff at two sites'),
  kind('MAINTENANCE FRAMEWORK', 'Contractor', 'Operator', 'the inspection of wind turbines'),
];
