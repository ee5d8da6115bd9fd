const VARIABLE = /\$\{stageVariables\.(\w+)\}/g;

/**
 * Puts a stage's variables in the place of `${stageVariables.name}`; one that the stage does not have leaves nothing.
 * Amazon API Gateway Developer Guide, "API Gateway stage variables reference".
 */
export function withStageVariables(
  text: string,
  variables: Readonly<Record<string, string>> = {},
): string {
  return text.replaceAll(VARIABLE, (_whole, name: string) =>
    Object.hasOwn(variables, name) ? variables[name]! : '',
  );
}
