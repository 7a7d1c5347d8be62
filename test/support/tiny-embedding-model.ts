import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Words the model knows, by token; 0 pads and 1 stands for all others. */
const WORDS = { '[PAD]': 0, '[UNK]': 1, red: 2, green: 3, blue: 4 };
const NUMBERS = 3;

/** The vector of a token. */
export function tokenVector(word: keyof typeof WORDS): number[] {
  return Array.from({ length: NUMBERS }, (_, i) => ((WORDS[word] * 7 + i * 3) % 11) - 4);
}

/** Writes an embedding model of a few bytes into a folder: ONNX that looks tokens up in a table, and a tokenizer of words. */
export function tinyEmbeddingModel(folder: string): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const json = (name: string, value: object): void => writeFileSync(join(folder, name), JSON.stringify(value));
  writeFileSync(join(folder, 'onnx/model.onnx'), onnx());
  json('config.json', { model_type: 'bert', architectures: ['BertModel'], hidden_size: NUMBERS, vocab_size: 5 });
  json('tokenizer_config.json', { tokenizer_class: 'PreTrainedTokenizer', pad_token: '[PAD]', unk_token: '[UNK]' });
  const added = { special: true, single_word: false, lstrip: false, rstrip: false, normalized: false };
  json('tokenizer.json', {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: ['[PAD]', '[UNK]'].map((content, id) => ({ id, content, ...added })),
    normalizer: null,
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: null,
    model: { type: 'WordLevel', vocab: WORDS, unk_token: '[UNK]' },
  });
}

/** A graph of one node, Gather(table, input_ids), in protocol buffers as onnx.proto3 numbers their fields. */
function onnx(): Uint8Array {
  const table = Float32Array.from(Object.keys(WORDS).flatMap((word) => tokenVector(word as keyof typeof WORDS)));
  const tensor = [...int(1, table.length / NUMBERS), ...int(1, NUMBERS), ...int(2, 1), ...text(8, 'table')];
  const node = [...text(1, 'table'), ...text(1, 'input_ids'), ...text(2, 'last_hidden_state'), ...text(4, 'Gather')];
  const graph = [
    ...message(1, node),
    ...text(2, 'tiny'),
    ...message(5, [...tensor, ...message(9, [...new Uint8Array(table.buffer)])]),
    ...message(11, tensorOf('input_ids', 7, ['batch', 'tokens'])),
    ...message(11, tensorOf('attention_mask', 7, ['batch', 'tokens'])),
    ...message(12, tensorOf('last_hidden_state', 1, ['batch', 'tokens', NUMBERS])),
  ];
  return Uint8Array.from([...int(1, 8), ...message(7, graph), ...message(8, [...text(1, ''), ...int(2, 13)])]);
}

function tensorOf(name: string, type: number, dimensions: readonly (string | number)[]): number[] {
  const shape = dimensions.flatMap((one) => message(1, typeof one === 'string' ? text(2, one) : int(1, one)));
  return [...text(1, name), ...message(2, message(1, [...int(1, type), ...message(2, shape)]))];
}

function int(field: number, value: number): number[] {
  return [...varint(field * 8), ...varint(value)];
}

function text(field: number, value: string): number[] {
  return message(field, [...new TextEncoder().encode(value)]);
}

function message(field: number, bytes: readonly number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
