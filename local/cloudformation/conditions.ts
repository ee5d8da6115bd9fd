import { asList, asText, type Evaluation, Refusal } from './intrinsics.ts';

/** The functions a condition is made of, by name. */
export const conditionFunctions = ['Fn::Equals', 'Fn::And', 'Fn::Or', 'Fn::Not', 'Condition'];

/**
 * Evaluates a condition: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` or the name of another one. Throws
 * Refusal for any other function. CloudFormation guide, "Condition functions".
 */
export function evaluateCondition(
  expression: unknown,
  path: string,
  evaluation: Evaluation,
): boolean {
  const entries = Object.entries((expression ?? {}) as object);
  const [name, argument] = entries[0] ?? ['', undefined];
  const all = (): boolean[] =>
    asList(argument).map((operand, index) =>
      evaluateCondition(operand, `${path}.${name}[${index}]`, evaluation),
    );
  if (entries.length !== 1) throw new Refusal(`condition ${JSON.stringify(expression)}`);
  if (name === 'Condition') return evaluation.condition(asText(argument));
  if (name === 'Fn::Not') return !all()[0];
  if (name === 'Fn::And') return all().every(Boolean);
  if (name === 'Fn::Or') return all().some(Boolean);
  if (name !== 'Fn::Equals') throw new Refusal(`condition function ${name}`);
  const [left, right] = asList(argument, [2]).map((operand, index) =>
    comparable(evaluation.resolve(operand, `${path}.${name}[${index}]`)),
  );
  return left === right;
}

function comparable(value: unknown): string {
  return Array.isArray(value) ? JSON.stringify(value.map(asText)) : asText(value);
}
