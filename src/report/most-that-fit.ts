/** The largest number up to `count` of which `fits` holds. It holds for 0, and for all below one of which it holds. */
export function mostThatFit(count: number, fits: (count: number) => boolean): number {
  let [most, tooMany] = [0, count + 1]
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2)
    if (fits(middle)) most = middle
    else tooMany = middle
  }
  return most
}
