import { MICROSOFT, OnnxGraph } from './onnx.js';
import { MAX_TOKENS } from './tokenizer.js';

/**
 * Universal Sentence Encoder Lite (Cer et al. 2018, https://arxiv.org/abs/1803.11175) as an ONNX
 * graph: the architecture of the TensorFlow.js graph written again with the same weights, in few
 * and fused operators. A two-layer pre-norm transformer, the first layer 256 wide and projected to
 * 512, masked mean over the tokens, a tanh layer and L2 normalisation.
 */

const ROOT = 'module_apply_default/Encoder_en';
const VARIABLES = 'module/Encoder_en';
const EPSILON = 1e-6;
const HEADS = 4;
const FFN = 'TransformerLayer/FFN';
const ATTENTION = 'TransformerLayer/MultiheadAttention';

export const DIMENSION = 512;

/** @typedef {import('./tfjs-weights.js').Weight} Weight */

/**
 * @param {Map<string, Weight>} weights of the TensorFlow.js model
 * @returns {Buffer} the ONNX file: `input_ids` and `attention_mask` [batch, sequence] (int64, at most
 *   `MAX_TOKENS` long) to `sentence_embedding` [batch, 512] of unit length. Rows do not influence
 *   each other, and neither does padding. A row without tokens has an embedding too.
 */
export function buildGraph(weights) {
  const graph = new OnnxGraph();
  const ids = graph.input('input_ids', 'int64', ['batch', 'sequence']);
  const mask = graph.input('attention_mask', 'int64', ['batch', 'sequence']);

  /** @param {string} name @returns {Weight} */
  const find = (name) => {
    const weight = weights.get(name);
    if (!weight) throw new Error(`the TensorFlow.js model has no weight "${name}"`);
    return weight;
  };
  /** @param {Weight} weight @param {number[]} [shape] */
  const constant = ({ data, shape }, newShape = shape) => graph.constant(data, newShape);
  /** @param {number} layer @param {string} name */
  const part = (layer, name) =>
    find(`${ROOT}/KonaTransformer/Encode/Layer_${layer}/${name}/ConcatPartitions/concat`);
  /** @param {number} layer @param {string} name convolution of width one, i.e. a matrix */
  const kernel = (layer, name) => {
    const weight = find(
      `${VARIABLES}/KonaTransformer/Encode/Layer_${layer}/${ATTENTION}/${name}/kernel/part_0`,
    );
    return { data: weight.data, shape: weight.shape.slice(2) };
  };
  /** @param {number} layer @param {number} index of the convolution */
  const ffnKernel = (layer, index) =>
    find(
      `${ROOT}/KonaTransformer/Encode/TransformerStack/Layer_${layer}/${FFN}/conv${index}/Tensordot/Reshape_1`,
    );
  /** @param {number[]} shape */
  const int64 = (...shape) => graph.constant(BigInt64Array.from(shape.map(BigInt)), [shape.length]);
  const shape = graph.node('Shape', [ids]);
  /** @param {string} value @param {number} width splits the rows again into batch and sequence */
  const unflatten = (value, width) =>
    graph.node('Reshape', [
      value,
      graph.node('Concat', [shape, int64(width)], { attributes: { axis: { int: 0 } } }),
    ]);
  /** @param {string} value @param {number} width one row a token: ONNX Runtime has its best matrix product for this */
  const flatten = (value, width) => graph.node('Reshape', [value, int64(-1, width)]);

  /** @param {number} layer @param {string} owner */
  const norm = (layer, owner) =>
    ['scale', 'bias'].map((name) =>
      constant(part(layer, `${owner}/layer_prepostprocess/layer_norm/layer_norm_${name}`)),
    );
  const int32Mask = graph.node('Cast', [mask], { attributes: { to: { int: 6 } } });
  /** @param {number} layer @param {string} input [batch, sequence, width] */
  const attention = (layer, input) =>
    graph.node(
      'Attention',
      [
        input,
        constant(kernel(layer, 'qkv_transform_single')),
        constant(part(layer, `${ATTENTION}/qkv_transform_single/bias`)),
        int32Mask,
      ],
      {
        attributes: { num_heads: { int: HEADS }, mask_filter_value: { float: -1e9 } },
        domain: MICROSOFT,
      },
    );
  /** @param {number} layer @param {string} input [tokens, 512] @returns {string} [tokens, 1536] */
  const expand = (layer, input) =>
    graph.node('Relu', [
      graph.node('Gemm', [
        input,
        constant(ffnKernel(layer, 1)),
        constant(part(layer, `${FFN}/conv1/bias`)),
      ]),
    ]);
  /**
   * Adds a residual and normalises the sum.
   * @param {number} layer @param {string} owner @param {string} input @param {string} residual
   * @param {string} sum name for the sum before the normalisation
   */
  const addAndNorm = (layer, owner, input, residual, sum) =>
    graph.node('SkipLayerNormalization', [input, residual, ...norm(layer, owner)], {
      attributes: { epsilon: { float: EPSILON } },
      domain: MICROSOFT,
      outputs: [`${sum}_normed`, '', '', sum],
    });

  // Tokens and positions, [batch, sequence, 256].
  const length = graph.node('Slice', [shape, int64(1), int64(2)]);
  const positions = graph.node('Slice', [
    graph.constant(timingSignal(find), [MAX_TOKENS, 256]),
    int64(0),
    length,
    int64(0),
  ]);
  // The original adds the embeddings to the sum of embeddings and positions.
  const table = find('module/Embeddings_en');
  const doubled = graph.constant(
    table.data.map((value) => 2 * value),
    table.shape,
  );
  const tokens = graph.node('Gather', [doubled, ids]);
  const embedded = graph.node('Add', [tokens, positions]);

  // First layer. Its output projection and the projection of its residual are one product.
  const normed = graph.node('LayerNormalization', [embedded, ...norm(0, 'TransformerLayer')], {
    attributes: { epsilon: { float: EPSILON } },
  });
  const joined = graph.node('Concat', [attention(0, normed), embedded], {
    attributes: { axis: { int: 2 } },
  });
  const attended0 = graph.node('Gemm', [
    flatten(joined, 512),
    graph.constant(
      Float32Array.from([
        ...kernel(0, 'output_transform_single').data,
        ...part(0, 'TransformerLayer/dense/kernel').data,
      ]),
      [512, DIMENSION],
    ),
    graph.constant(
      addVectors(
        part(0, `${ATTENTION}/output_transform_single/bias`).data,
        part(0, 'TransformerLayer/dense/bias').data,
      ),
      [DIMENSION],
    ),
  ]);
  const normed0 = graph.node('LayerNormalization', [attended0, ...norm(0, FFN)], {
    attributes: { epsilon: { float: EPSILON } },
  });
  const ffn0 = graph.node('Gemm', [
    expand(0, normed0),
    constant(ffnKernel(0, 2)),
    constant(part(0, `${FFN}/conv2/bias`)),
  ]);

  // Second layer.
  const normed1 = addAndNorm(1, 'TransformerLayer', ffn0, attended0, 'layer0');
  const attended1 = graph.node('Gemm', [
    flatten(attention(1, unflatten(normed1, DIMENSION)), DIMENSION),
    constant(kernel(1, 'output_transform_single')),
    constant(part(1, `${ATTENTION}/output_transform_single/bias`)),
  ]);
  const normedFfn1 = addAndNorm(1, FFN, attended1, 'layer0', 'attention1');

  // The mean over the tokens comes before the last projection: the two commute, and the projection
  // then costs one row a text instead of one a token.
  const floatMask = graph.node('Cast', [mask], { attributes: { to: { int: 1 } } });
  const sumOf = { attributes: { keepdims: { int: 1 } } };
  const count = graph.node('ReduceSum', [floatMask, int64(1)], sumOf);
  const one = graph.constant(Float32Array.of(1), [1]);
  const share = graph.node('Div', [floatMask, graph.node('Max', [count, one])]);
  const shareRow = graph.node('Unsqueeze', [share, int64(1)]);
  /** @param {string} value @param {number} width @returns {string} [batch, width] */
  const mean = (value, width) =>
    flatten(graph.node('MatMul', [shareRow, unflatten(value, width)]), width);
  const projected = graph.node('MatMul', [
    mean(expand(1, normedFfn1), 1536),
    constant(ffnKernel(1, 2)),
  ]);
  const bias = graph.node('Mul', [
    constant(part(1, `${FFN}/conv2/bias`)),
    graph.node('Min', [count, one]),
  ]);
  const pooled = graph.node('Sum', [projected, bias, mean('attention1', DIMENSION)]);

  const hidden = graph.node('Tanh', [
    graph.node('Gemm', [
      pooled,
      constant(find(`${VARIABLES}/hidden_layers/tanh_layer_0/weights`)),
      constant(find(`${VARIABLES}/hidden_layers/tanh_layer_0/bias`)),
    ]),
  ]);
  graph.node('LpNormalization', [hidden], {
    attributes: { axis: { int: 1 }, p: { int: 2 } },
    outputs: ['sentence_embedding'],
  });
  graph.output('sentence_embedding', 'float32', ['batch', DIMENSION]);
  return graph.encode('universal-sentence-encoder-lite', { '': 17, [MICROSOFT]: 1 });
}

/**
 * The sinusoids that mark a position: sines of all frequencies, then their cosines.
 * @param {(name: string) => Weight} find
 * @returns {Float32Array} [MAX_TOKENS, 256]
 */
function timingSignal(find) {
  const frequencies = find(
    `${ROOT}/KonaTransformer/Encode/TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1`,
  ).data;
  const signal = [];
  for (let position = 0; position < MAX_TOKENS; position++) {
    const angles = frequencies.map((frequency) => position * frequency);
    signal.push(...angles.map(Math.sin), ...angles.map(Math.cos));
  }
  return Float32Array.from(signal);
}

/** @param {Float32Array} a @param {Float32Array} b of the same length */
function addVectors(a, b) {
  return a.map((value, index) => value + (b[index] ?? 0));
}
