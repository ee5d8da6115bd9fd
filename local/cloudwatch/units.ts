const BYTE_MULTIPLES = ['', 'Kilo', 'Mega', 'Giga', 'Tera'];
const BYTE_UNITS = BYTE_MULTIPLES.flatMap((multiple) =>
  ['Bytes', 'Bits'].map((unit) => (multiple === '' ? unit : multiple + unit.toLowerCase())),
);

/** The units a metric may have. API_MetricDatum, "Unit". */
export const UNITS: ReadonlySet<unknown> = new Set([
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Percent',
  'Count',
  'Count/Second',
  'None',
  ...BYTE_UNITS,
  ...BYTE_UNITS.map((unit) => `${unit}/Second`),
]);
