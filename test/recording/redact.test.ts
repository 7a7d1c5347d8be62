import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactJson, redactText } from '../../src/recording/redact.js';
import { redactRecording } from '../../src/recording/redact-recording.js';

describe('redactText', () => {
  it.each([
    ['my key sk-proj-aB3dE5gH7jK9mN1pQ ok', 'my key [redacted:key] ok'],
    ['sk_live_4eC39HqLyjWDarjtT1zdp7dc', '[redacted:key]'],
    ['AKIAIOSFODNN7EXAMPLE', '[redacted:key]'],
    ['ghp_0123456789abcdefghijABCDEFGHIJ012345', '[redacted:key]'],
    ['authorization: bearer abcdef.ghijkl-mnopqr_stuv==', 'authorization: [redacted:key]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKC\n-----END RSA PRIVATE KEY-----!', '[redacted:key]!'],
    [
      'ask a@example.com, b@mail.example.ORG, c@x.test and d@desk.example.',
      'ask a@example.com, b@mail.example.ORG, c@x.test and d@desk.example.',
    ],
    ['e@example.com.evil.io f@notexample.com g@x.tests', '[redacted:email] [redacted:email] [redacted:email]'],
    ['h@a.b.c.d.e.example.com.evil.io', '[redacted:email]'],
    ['i@a.b.c.d.e.f.example', '[redacted:email]'],
    ['ask ann.o+x@mail.example.co.uk now', 'ask [redacted:email] now'],
    ['card 4111 1111 1111 1111.', 'card [redacted:card].'],
    ['ref 77 4111111111111111 555-123-4567 12', 'ref 77 [redacted:card] [redacted:phone] 12'],
    ['card 5500-0000-0000-0004', 'card [redacted:card]'],
    ['call +49 30 1234567 today', 'call [redacted:phone] today'],
    ['pay to DE89 3704 0044 0532 0130 00 today', 'pay to [redacted:iban] today'],
    ['GB29NWBK60161331926819', '[redacted:iban]'],
    ['SSN 078-05-1120.', 'SSN [redacted:national_id].'],
    ['NINO AB 12 34 56 C', 'NINO [redacted:national_id]'],
    ['NIR 1 84 12 76 451 089 46', 'NIR [redacted:national_id]'],
    ['DNI 12345678Z, NIE X1234567L', 'DNI [redacted:national_id], NIE [redacted:national_id]'],
    ['CF RSSMRA85T10A562S', 'CF [redacted:national_id]'],
    ['CPF 529.982.247-25', 'CPF [redacted:national_id]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P', '[redacted:key]'],
    ['call (555) 123-4567 or 555-123-4567', 'call [redacted:phone] or [redacted:phone]'],
  ])('%s', (text, clean) => {
    expect(redactText(text)).toBe(clean);
  });

  it.each([
    'The answer is 1234567890123456.',
    '4111 1111 1111 1112 fails the check digit',
    '4111 1111 1111 1116 fails it too',
    '41111111111111111115 passes it but is too long',
    '12 + 1234567 = 1234579',
    '555-1234 and 2024-01-31 and 192.168.100.200',
    'import sk-learn-contrib-something-long',
    'pk_user_identifier_column stays code',
    'a@b is no address',
    '3.14159265358979',
    '#### 72',
    'DE89 3704 0044 0532 0130 02 fails the check',
    '12345678A is no DNI',
    '184127645108947 fails the key',
    '000-12-3456 and 123-45-678',
    '111.111.111-11',
  ])('leaves %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('takes out literal secrets wherever they stand, short ones excepted', () => {
    expect(redactText('a hunter2hunter2 b hunter2hunter2', ['hunter2hunter2', 'a'])).toBe(
      'a [redacted:secret] b [redacted:secret]',
    );
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 8 }), fc.string(), (before, secret, after) => {
        fc.pre(!'[redacted:secret]'.includes(secret));
        expect(redactText(before + secret + after, [secret])).not.toContain(secret);
      }),
    );
  });

  it('changes nothing when done twice', () => {
    const parts = fc.constantFrom(
      'ann@acme-desk.io',
      '4111111111111111',
      ' ',
      'sk-',
      'abc1',
      '+49 30 1234567',
      'Bearer ',
      'x',
      '-',
      '555-123-4567',
    );
    fc.assert(
      fc.property(
        fc.array(parts).map((list) => list.join(' ')),
        (text) => {
          const once = redactText(text);
          expect(redactText(once)).toBe(once);
        },
      ),
    );
  });

  it('takes linear time on long hostile texts', () => {
    const started = process.cpuUsage();
    for (const piece of [
      'a.',
      '1 ',
      '1-',
      'a@',
      'a@a.',
      '+1 ',
      'sk-',
      'Bearer ',
      '-----BEGIN ',
      '-----BEGIN PRIVATE KEY-----',
      '(555) ',
    ]) {
      redactText(piece.repeat(100_000 / piece.length));
    }
    // Of the processor: others may have the machine meanwhile.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5_000);
  });
});

describe('redactJson', () => {
  it('reaches every text, names included, and keeps everything else', () => {
    expect(redactJson({ 'ann@acme-desk.io': 1, deep: [{ to: 'bob@acme-desk.io' }], n: null, b: true })).toEqual({
      '[redacted:email]': 1,
      deep: [{ to: '[redacted:email]' }],
      n: null,
      b: true,
    });
  });
});

it('leaves no key in what a provider calls its model or its tools', () => {
  const secret = 'plain7words9key';
  const recording = {
    key: null,
    queryId: 'q',
    modelId: 'm',
    sample: 0,
    servedModel: `m for ${secret}`,
    answer: { text: '', toolCalls: [{ name: `mail_${secret}`, arguments: '{}' }] },
  };
  expect(JSON.stringify(redactRecording(recording, [secret]))).not.toContain(secret);
});
