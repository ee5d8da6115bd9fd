import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { contracts } from '../../events/index.ts';
import { contractSchema, schemaName } from '../../events/schema.ts';
import type { StageConfig } from '../config.ts';
import type { Names } from '../names.ts';

/** The stage's registry in EventBridge Schemas, with the schema of every contract. */
export class SchemaRegistry extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stage, names }: { stage: StageConfig; names: Names },
  ) {
    super(scope, id);
    const registry = new CfnRegistry(this, 'Registry', {
      registryName: names.registry,
      description: `The contracts of Orderly's events, stage ${stage.name}`,
    });
    for (const contract of contracts) {
      new CfnSchema(this, contract.name, {
        registryName: registry.attrRegistryName,
        schemaName: schemaName(contract),
        description: `${contract.description} (version ${contract.version})`,
        type: 'JSONSchemaDraft4',
        content: JSON.stringify(contractSchema(contract)),
      });
    }
  }
}
