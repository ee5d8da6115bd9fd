/** An amount in US dollars, of cents: `$1,234.50`. */
export function money(cents: number): string {
  const [dollars, rest] = (Math.abs(cents) / 100).toFixed(2).split('.');
  const grouped = dollars!.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${cents < 0 ? '-' : ''}$${grouped}.${rest}`;
}

/** So many of something: `1 order`, `2 orders`. */
export function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `${what}s`}`;
}
