/**
 * The part of the protobuf wire format that writing an ONNX file needs. ONNX's own writers for Node
 * pull in a whole runtime for what is three kinds of field.
 * Wire format: https://protobuf.dev/programming-guides/encoding/
 */

/**
 * @param {number} value a non-negative safe integer
 * @returns {Buffer}
 */
function varint(value) {
  const bytes = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

/**
 * @param {number} field
 * @param {number} value a non-negative safe integer
 * @returns {Buffer}
 */
export function integer(field, value) {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

/**
 * @param {number} field
 * @param {number} value
 * @returns {Buffer}
 */
export function float(field, value) {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint(field * 8 + 5), bytes]);
}

/**
 * A string, a byte string, or a nested message made of its encoded fields.
 * @param {number} field
 * @param {string | Buffer | Buffer[]} content
 * @returns {Buffer}
 */
export function block(field, content) {
  const bytes = Array.isArray(content) ? Buffer.concat(content) : Buffer.from(content);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}
