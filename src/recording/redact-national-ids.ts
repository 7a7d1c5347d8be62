/** A pattern of personal numbers; `accepts` asks for the check digits where the number has any. */
export interface NationalId {
  readonly kind: 'national_id' | 'iban';
  readonly pattern: RegExp;
  readonly accepts?: (match: string) => boolean;
}

/**
 * Numbers that name a person or an account, only in forms that little else has: with separators, letters at fixed places, or
 * check digits. Bare runs of digits stay, because they are mostly answers.
 */
export const nationalIds: readonly NationalId[] = [
  // International Bank Account Number (ISO 13616).
  { kind: 'iban', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, accepts: isIban },
  // United States: Social Security Number, in its written form; areas 000, 666 and 9xx are never given.
  { kind: 'national_id', pattern: /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g },
  // United Kingdom: National Insurance number (HMRC NIM39110).
  {
    kind: 'national_id',
    pattern: /\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g,
  },
  // France: numéro de sécurité sociale (INSEE), with its key.
  {
    kind: 'national_id',
    pattern: /(?<![\w.])[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)/g,
    accepts: isNir,
  },
  // Spain: DNI and NIE, with their letter.
  { kind: 'national_id', pattern: /(?<!\w)[\dXYZ]\d{7}[- ]?[A-HJ-NP-TV-Z](?!\w)/g, accepts: isDni },
  // Italy: codice fiscale.
  { kind: 'national_id', pattern: /\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b/g },
  // Brazil: CPF in its written form.
  { kind: 'national_id', pattern: /(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/g, accepts: isCpf },
];

/** Remainder 1 modulo 97 of the rearranged number, letters counted from A = 10 (ISO 7064). */
function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '');
  if (compact.length < 15 || compact.length > 34) return false;
  const digits = [...(compact.slice(4) + compact.slice(0, 4))].map((one) => Number.parseInt(one, 36).toString()).join('');
  return remainder(digits, 97) === 1;
}

/** The key is 97 minus the number modulo 97; Corsica's 2A and 2B count as 19 and 18. */
function isNir(text: string): boolean {
  const compact = text.replaceAll(' ', '').replace('2A', '19').replace('2B', '18');
  return 97 - remainder(compact.slice(0, 13), 97) === Number(compact.slice(13));
}

/** The letter is the number modulo 23; X, Y and Z in front count as 0, 1 and 2. */
function isDni(text: string): boolean {
  const number = text.slice(0, 8).replace('X', '0').replace('Y', '1').replace('Z', '2');
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23] === text[text.length - 1];
}

/** Two check digits modulo 11, the second over the first as well; eleven equal digits are no number. */
function isCpf(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number);
  if (new Set(digits).size === 1) return false;
  return [9, 10].every((count) => {
    const sum = digits.slice(0, count).reduce((total, digit, at) => total + digit * (count + 1 - at), 0);
    return ((sum * 10) % 11) % 10 === digits[count];
  });
}

function remainder(digits: string, modulus: number): number {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % modulus;
  return rest;
}
