/** An element of a parsed document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, entities resolved. */
  readonly text: string;
}

// Char of XML 1.0 (fifth edition), production 2.
// biome-ignore lint/suspicious/noControlCharactersInRegex: tab, line feed and return are legal
const LEGAL = /^[\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A strict parser of the XML that reports are made of: no comments, CDATA or DTD. Throws at what is not well-formed. */
export function parseXml(document: string): XmlElement {
  if (!LEGAL.test(document)) throw new Error('a character that XML 1.0 does not allow');
  const start = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(document)?.[0];
  if (start === undefined) throw new Error('no XML declaration');
  const { element, end } = readElement(document, start.length);
  if (document.slice(end).trim() !== '') throw new Error(`text after the root element at ${end}`);
  return element;
}

function readElement(document: string, from: number): { element: XmlElement; end: number } {
  const tag = sticky(/<([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w-]*="[^"<]*")*)\s*(\/?)>/y, document, from);
  if (tag === null) throw new Error(`no element at ${from}: ${document.slice(from, from + 40)}`);
  const [whole, name = '', attributeText = '', empty] = tag;
  const attributes: Record<string, string> = {};
  for (const [, key = '', value = ''] of attributeText.matchAll(/([A-Za-z][\w-]*)="([^"<]*)"/g)) {
    if (key in attributes) throw new Error(`attribute ${key} twice`);
    attributes[key] = resolved(value);
  }
  const children: XmlElement[] = [];
  let text = '';
  let at = from + whole.length;
  if (empty === '/') return { element: { name, attributes, children, text }, end: at };
  for (;;) {
    const data = sticky(/[^<]*/y, document, at)?.[0] ?? '';
    text += resolved(data);
    at += data.length;
    if (document.startsWith('</', at)) {
      const close = `</${name}>`;
      if (!document.startsWith(close, at)) throw new Error(`${name} is not closed at ${at}`);
      return { element: { name, attributes, children, text }, end: at + close.length };
    }
    const child = readElement(document, at);
    children.push(child.element);
    at = child.end;
  }
}

function resolved(text: string): string {
  return text.replace(/&([^;&\s]*;?)/g, (whole, body: string) => {
    const name = body.slice(0, -1);
    const character = /^#\d+;$/.test(body) ? String.fromCodePoint(Number(name.slice(1))) : ENTITIES[name];
    if (character === undefined || !body.endsWith(';')) throw new Error(`not an entity: ${whole}`);
    return character;
  });
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
