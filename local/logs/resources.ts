import { regionalArn } from '../arn.ts';
import { byName } from '../identity.ts';
import type { ResourceType } from '../resource.ts';

const logGroup: ResourceType = {
  type: 'AWS::Logs::LogGroup',
  properties: {
    LogGroupName: 'simulated',
    RetentionInDays: 'simulated',
    KmsKeyId: 'recorded',
    LogGroupClass: 'recorded',
    Tags: 'simulated',
  },
  identify({ properties }, surroundings, generatedName) {
    const name = String(properties['LogGroupName'] ?? generatedName);
    const arn = regionalArn(surroundings, 'logs', `log-group:${name}:*`);
    return { ref: name, attributes: { Arn: arn } };
  },
  create({ ref, properties }, { logs, scheduler }) {
    const { RetentionInDays, KmsKeyId, Tags = [] } = properties;
    const tags = (Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]);
    logs.create({
      ...{ name: ref, createdMs: scheduler.nowMs(), tags: Object.fromEntries(tags) },
      retentionDays: RetentionInDays === undefined ? undefined : Number(RetentionInDays),
      kmsKeyId: KmsKeyId === undefined ? undefined : String(KmsKeyId),
    });
  },
};

const resourcePolicy: ResourceType = {
  type: 'AWS::Logs::ResourcePolicy',
  properties: { PolicyName: 'recorded', PolicyDocument: 'recorded' },
  identify: byName('PolicyName'),
};

const deliverySource: ResourceType = {
  type: 'AWS::Logs::DeliverySource',
  properties: { Name: 'recorded', ResourceArn: 'recorded', LogType: 'recorded', Tags: 'recorded' },
  identify({ properties }, surroundings, generatedName) {
    const name = String(properties['Name'] ?? generatedName);
    const arn = regionalArn(surroundings, 'logs', `delivery-source:${name}`);
    return { ref: name, attributes: { Arn: arn, Service: 'events' } };
  },
};

const deliveryDestination: ResourceType = {
  type: 'AWS::Logs::DeliveryDestination',
  properties: {
    Name: 'recorded',
    DestinationResourceArn: 'recorded',
    OutputFormat: 'recorded',
    Tags: 'recorded',
  },
  identify({ properties }, surroundings, generatedName) {
    const name = String(properties['Name'] ?? generatedName);
    const arn = regionalArn(surroundings, 'logs', `delivery-destination:${name}`);
    return { ref: name, attributes: { Arn: arn, DeliveryDestinationType: 'CWL' } };
  },
};

const delivery: ResourceType = {
  type: 'AWS::Logs::Delivery',
  properties: {
    DeliverySourceName: 'recorded',
    DeliveryDestinationArn: 'recorded',
    RecordFields: 'recorded',
    FieldDelimiter: 'recorded',
    Tags: 'recorded',
  },
  identify(_resource, surroundings, generatedName) {
    const arn = regionalArn(surroundings, 'logs', `delivery:${generatedName}`);
    return { ref: generatedName, attributes: { Arn: arn, DeliveryId: generatedName } };
  },
};

/** The CloudFormation types of CloudWatch Logs: log groups; deliveries are without effect here. */
export const logsResourceTypes: readonly ResourceType[] = [
  logGroup,
  resourcePolicy,
  deliverySource,
  deliveryDestination,
  delivery,
];
