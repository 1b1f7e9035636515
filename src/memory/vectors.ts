/**
 * The scalar product of two vectors of one length; of unit vectors, their cosine. Four sums are kept at once:
 * one after the other each addition would wait for the last.
 */
export function dot(a: Float32Array, b: Float32Array): number {
  const whole = a.length - (a.length % 4);
  let [one, two, three, four] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    one += (a[i] as number) * (b[i] as number);
    two += (a[i + 1] as number) * (b[i + 1] as number);
    three += (a[i + 2] as number) * (b[i + 2] as number);
    four += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = whole; i < a.length; i += 1) one += (a[i] as number) * (b[i] as number);
  return one + two + three + four;
}
