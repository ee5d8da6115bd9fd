import { badRequest } from './api-gateway-errors.ts';

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

/**
 * Throws BadRequestException for names and values that a stage may not have. Its words are from
 * serverless/serverless issue 6133 and sirceljm/aws-lambda-blog issue 10.
 */
export function checkStageVariables(variables: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!/^\w+$/.test(name)) {
      throw badRequest(
        `Invalid stage variable name: ${name}.  Please use names with only word characters.`,
      );
    }
    if (/^[\w .~:/?#&=,-]+$/.test(value)) continue;
    throw badRequest(
      `Invalid stage variable value: ${value}.  Please use values with alphanumeric characters and the symbols ` +
        "' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.",
    );
  }
}
