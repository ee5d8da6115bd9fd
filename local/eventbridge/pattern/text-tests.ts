/** Whether a text satisfies an operator; every operator here matches strings only. */
export type TextTest = (text: string) => boolean;

/**
 * Tests for a beginning. event-ruler compares values with their JSON quotes on, so a prefix that
 * ends in a quote also matches the text that ends where the prefix does.
 */
export function prefixTest(prefix: string): TextTest {
  if (!prefix.endsWith('"')) return (text) => text.startsWith(prefix);
  const whole = prefix.slice(0, -1);
  return (text) => text.startsWith(prefix) || text === whole;
}

/**
 * Tests for an end; a suffix that begins with a quote also matches the whole text, as `prefixTest`
 * explains.
 */
export function suffixTest(suffix: string): TextTest {
  if (!suffix.startsWith('"')) return (text) => text.endsWith(suffix);
  const whole = suffix.slice(1);
  return (text) => text.endsWith(suffix) || text === whole;
}

/** Tests for equality regardless of case. */
export function ignoreCaseTest(value: string): TextTest {
  const expression = new RegExp(`^${anyCase(value)}$`);
  return (text) => expression.test(text);
}

/** Tests for a beginning regardless of case. */
export function prefixIgnoreCaseTest(prefix: string): TextTest {
  const expression = new RegExp(`^${anyCase(prefix)}`);
  if (!prefix.endsWith('"')) return (text) => expression.test(text);
  return (text) => expression.test(`${text}"`);
}

/** Tests for an end regardless of case. */
export function suffixIgnoreCaseTest(suffix: string): TextTest {
  const expression = new RegExp(`${anyCase(suffix)}$`);
  if (!suffix.startsWith('"')) return (text) => expression.test(text);
  return (text) => expression.test(`"${text}`);
}

/**
 * A regular expression that takes each character in lower or in upper case and, as event-ruler
 * does, in no third one: `ß` is `ß` or `SS`, the Kelvin sign is itself or `k` but not `K`.
 * event-ruler maps UTF-16 halves one by one, and a lone half becomes a question mark, so a
 * character beyond U+FFFF in the pattern matches only `??`.
 */
function anyCase(value: string): string {
  let expression = '';
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charAt(index);
    if (/[\ud800-\udfff]/.test(unit)) {
      expression += '\\?';
      continue;
    }
    const lower = escapeExpression(unit.toLowerCase());
    const upper = escapeExpression(unit.toUpperCase());
    expression += lower === upper ? lower : `(?:${lower}|${upper})`;
  }
  return expression;
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
