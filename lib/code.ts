import { Code, type CodeConfig } from 'aws-cdk-lib/aws-lambda';
import type { FunctionDefinition } from '../functions/runtime/definition.ts';

/** Finds the code that a function is deployed with. */
export type CodeOf = (definition: FunctionDefinition) => Code;

/** For runs that bring the functions along in process, and for tests: the templates name code that is not there. */
export const noCode: CodeOf = () => new NoCode();

/** The code in `directory` of each function, as `bundleFunctions` made it. */
export function codeIn(directories: ReadonlyMap<FunctionDefinition, string>): CodeOf {
  return (definition) => {
    const directory = directories.get(definition);
    if (directory === undefined) {
      throw new Error(`${definition.service}/${definition.name} has not been bundled.`);
    }
    return Code.fromAsset(directory);
  };
}

class NoCode extends Code {
  readonly isInline = false;

  override bind(): CodeConfig {
    return { s3Location: { bucketName: 'orderly-no-code', objectKey: 'in-process.zip' } };
  }
}
