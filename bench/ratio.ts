/** How many times one figure is another. */
export function ratio(one: number, other: number): string {
  return `${(one / other).toFixed(one / other < 10 ? 2 : 0)} times`;
}
