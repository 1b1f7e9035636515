import { block, float, integer } from './protobuf.js';

/**
 * Builds an ONNX model. Field numbers are those of onnx.proto3
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 */

const IR_VERSION = 8;
const TENSOR_TYPES = { float32: 1, int32: 6, int64: 7 };
const ATTRIBUTE_TYPES = { float: 1, int: 2, ints: 7 };

/** Operators that are not in ONNX itself but in every ONNX Runtime build. */
export const MICROSOFT = 'com.microsoft';

/** @typedef {keyof typeof TENSOR_TYPES} TensorType */
/** @typedef {{ float: number } | { int: number } | { ints: number[] }} Attribute */

/**
 * @param {string} name
 * @param {Attribute} attribute
 */
function encodeAttribute(name, attribute) {
  if ('float' in attribute) {
    return [block(1, name), float(2, attribute.float), integer(20, ATTRIBUTE_TYPES.float)];
  }
  if ('int' in attribute) {
    return [block(1, name), integer(3, attribute.int), integer(20, ATTRIBUTE_TYPES.int)];
  }
  const ints = attribute.ints.map((value) => integer(8, value));
  return [block(1, name), ...ints, integer(20, ATTRIBUTE_TYPES.ints)];
}

/**
 * @param {string} name
 * @param {TensorType} type
 * @param {(string | number)[]} shape a string names a dimension that varies
 */
function encodeValueInfo(name, type, shape) {
  const dimensions = shape.map((size) =>
    block(1, [typeof size === 'number' ? integer(1, size) : block(2, size)]),
  );
  const tensor = [integer(1, TENSOR_TYPES[type]), block(2, dimensions)];
  return [block(1, name), block(2, [block(1, tensor)])];
}

/** Collects nodes, weights, inputs and outputs in order; `encode` gives the bytes of the file. */
export class OnnxGraph {
  /** @type {Buffer[]} */
  #fields = [];
  #values = 0;

  /**
   * @param {string} name
   * @param {TensorType} type
   * @param {(string | number)[]} shape
   * @returns {string} the name of the value
   */
  input(name, type, shape) {
    this.#fields.push(block(11, encodeValueInfo(name, type, shape)));
    return name;
  }

  /**
   * @param {string} name
   * @param {TensorType} type
   * @param {(string | number)[]} shape
   */
  output(name, type, shape) {
    this.#fields.push(block(12, encodeValueInfo(name, type, shape)));
  }

  /**
   * A constant tensor, row-major.
   * @param {Float32Array | BigInt64Array} data
   * @param {number[]} shape
   * @returns {string} the name of the value
   */
  constant(data, shape) {
    const name = `c${this.#values++}`;
    const type = data instanceof Float32Array ? TENSOR_TYPES.float32 : TENSOR_TYPES.int64;
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const dimensions = shape.map((size) => integer(1, size));
    this.#fields.push(block(5, [...dimensions, integer(2, type), block(8, name), block(9, bytes)]));
    return name;
  }

  /**
   * Adds an operator with one or more outputs.
   * @param {string} operator
   * @param {string[]} inputs names of values; '' leaves an optional input out
   * @param {{ attributes?: Record<string, Attribute>, domain?: string, outputs?: string[] }} [options]
   *   `outputs` names the outputs ('' leaves one out); without it there is one, named here
   * @returns {string} the name of the first output
   */
  node(operator, inputs, { attributes = {}, domain = '', outputs } = {}) {
    const names = outputs ?? [`v${this.#values++}`];
    this.#fields.push(
      block(1, [
        ...inputs.map((name) => block(1, name)),
        ...names.map((name) => block(2, name)),
        block(4, operator),
        ...Object.entries(attributes).map(([name, value]) =>
          block(5, encodeAttribute(name, value)),
        ),
        block(7, domain),
      ]),
    );
    return /** @type {string} */ (names[0]);
  }

  /**
   * @param {string} name of the graph
   * @param {Record<string, number>} operatorSets version by domain ('' is ONNX itself)
   * @returns {Buffer} the content of a .onnx file
   */
  encode(name, operatorSets) {
    const sets = Object.entries(operatorSets).map(([domain, version]) =>
      block(8, [block(1, domain), integer(2, version)]),
    );
    return Buffer.concat([
      integer(1, IR_VERSION),
      block(2, 'memory-r1'),
      block(7, [block(2, name), ...this.#fields]),
      ...sets,
    ]);
  }
}
