import {
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ControlPlane } from './control-plane-fixture.ts';

const RULE = { Rule: 'placed', EventBusName: 'shop' };

async function setUp(): Promise<ControlPlane> {
  const plane = new ControlPlane();
  await plane.bus();
  await plane.rule();
  return plane;
}

const putTargets = (...Targets: Target[]) => new PutTargetsCommand({ ...RULE, Targets });

const queueArn = 'arn:aws:sqs:eu-west-1:111122223333:orders';

describe('PutTargets', () => {
  it('adds targets, of which each gets the events', async () => {
    const plane = await setUp();
    const first = await plane.target();
    const second = plane.world.queue('copies');
    plane.world.openToRules(second);
    const added = await plane.call(putTargets({ Id: 'copy', Arn: second.settings.arn }));
    expect(added).toEqual({ FailedEntryCount: 0, FailedEntries: [] });
    await plane.put();
    expect([first.visible, second.visible]).toEqual([1, 1]);
  });

  it('replaces the target of the same id', async () => {
    const plane = await setUp();
    const queue = await plane.target();
    await plane.call(putTargets({ Id: 'q', Arn: queue.settings.arn, Input: '{"fixed":true}' }));
    await plane.put();
    expect(queue.receive(10).map(({ message }) => message.body)).toEqual(['{"fixed":true}']);
  });

  it('takes the targets that are right and says what is wrong with the others', async () => {
    const plane = await setUp();
    const output = await plane.call(
      putTargets(
        { Id: 'right', Arn: queueArn },
        { Id: 'no-arn', Arn: 'orders' },
        { Id: 'fifo', Arn: `${queueArn}.fifo` },
      ),
    );
    expect(output).toEqual({
      FailedEntryCount: 2,
      FailedEntries: [
        {
          TargetId: 'no-arn',
          ErrorCode: 'ValidationException',
          ErrorMessage:
            'Parameter orders is not valid. Reason: Provided Arn is not in correct format.',
        },
        {
          TargetId: 'fifo',
          ErrorCode: 'ValidationException',
          ErrorMessage: 'Parameter(s) SqsParameters must be specified for target: fifo.',
        },
      ],
    });
    const { Targets } = await plane.call(new ListTargetsByRuleCommand(RULE));
    expect(Targets).toEqual([{ Id: 'right', Arn: queueArn }]);
  });

  it('takes five targets for a rule, and no more', async () => {
    const plane = await setUp();
    const ids = ['1', '2', '3', '4', '5'];
    await plane.call(putTargets(...ids.map((Id) => ({ Id, Arn: queueArn }))));
    expect(await plane.failure(putTargets({ Id: '6', Arn: queueArn }))).toEqual({
      name: 'LimitExceededException',
      message: 'The requested resource exceeds the maximum number allowed.',
    });
    expect(await plane.call(putTargets({ Id: '5', Arn: queueArn }))).toMatchObject({
      FailedEntryCount: 0,
    });
  });

  it('takes none of the targets of a call that fails', async () => {
    const plane = await setUp();
    const right = { Id: 'right', Arn: queueArn };
    await plane.failure(putTargets(right, { Id: 'wrong', Arn: queueArn, Input: '{' }));
    const many = Array.from({ length: 6 }, (_, n) => ({ Id: `q${n}`, Arn: queueArn }));
    await plane.failure(putTargets(...many));
    expect(await plane.call(new ListTargetsByRuleCommand(RULE))).toEqual({ Targets: [] });
  });

  it.each([
    [
      { Id: 'a b' },
      "Value 'a b' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    [
      { Id: 'a'.repeat(65) },
      `Value '${'a'.repeat(65)}' at 'targets.1.member.id' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      { RetryPolicy: { MaximumRetryAttempts: 186 } },
      "Value '186' at 'targets.1.member.retryPolicy.maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 185",
    ],
    [
      { RetryPolicy: { MaximumEventAgeInSeconds: 59 } },
      "Value '59' at 'targets.1.member.retryPolicy.maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
    ],
    [
      { InputTransformer: {} as { InputTemplate: string } },
      "Value null at 'targets.1.member.inputTransformer.inputTemplate' failed to satisfy constraint: Member must not be null",
    ],
  ])('refuses a target with %j', async (member, message) => {
    const plane = await setUp();
    expect(await plane.failure(putTargets({ Id: 'q', Arn: queueArn, ...member }))).toEqual({
      name: 'ValidationException',
      message: `1 validation error detected: ${message}`,
    });
  });

  it('refuses an input that is no JSON, and keeps the target it would replace', async () => {
    const plane = await setUp();
    await plane.call(putTargets({ Id: 'q', Arn: queueArn }));
    const wrong = { Id: 'q', Arn: queueArn, Input: '{' };
    expect(await plane.failure(putTargets(wrong))).toMatchObject({ name: 'ValidationException' });
    const { Targets } = await plane.call(new ListTargetsByRuleCommand(RULE));
    expect(Targets).toEqual([{ Id: 'q', Arn: queueArn }]);
  });

  it.each([
    [{ RoleArn: 'arn:aws:iam::1:role/r' }, "RoleArn of a rule's target"],
    [{ KinesisParameters: { PartitionKeyPath: '$.id' } }, "KinesisParameters of a rule's target"],
    [{ Arn: 'arn:aws:sns:eu-west-1:1:topic' }, 'sns as the target of a rule'],
  ])('refuses %j by name, as it is not simulated', async (member, what) => {
    const plane = await setUp();
    expect(await plane.failure(putTargets({ Id: 'q', Arn: queueArn, ...member }))).toEqual({
      name: 'NotSimulatedError',
      message: `not simulated: ${what}`,
    });
  });

  it('needs the rule', async () => {
    const plane = new ControlPlane();
    await plane.bus();
    expect(await plane.failure(putTargets({ Id: 'q', Arn: queueArn }))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Rule placed does not exist on EventBus shop.',
    });
  });

  it('needs a list of targets', async () => {
    const plane = await setUp();
    expect(await plane.failure(putTargets())).toMatchObject({
      message:
        "1 validation error detected: Value '[]' at 'targets' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });
});

describe('RemoveTargets', () => {
  it('ends deliveries, and says which targets were not there', async () => {
    const plane = await setUp();
    const queue = await plane.target();
    const removed = await plane.call(new RemoveTargetsCommand({ ...RULE, Ids: ['q', 'none'] }));
    expect(removed).toEqual({
      FailedEntryCount: 1,
      FailedEntries: [
        {
          TargetId: 'none',
          ErrorCode: 'ResourceNotFoundException',
          ErrorMessage: "Rule 'placed' does not have a target with the Id 'none'.",
        },
      ],
    });
    await plane.put();
    expect(queue.visible).toBe(0);
  });

  it('ends the retries of what could not be delivered', async () => {
    const plane = await setUp();
    const queue = await plane.target();
    const send = queue.send.bind(queue);
    queue.send = () => {
      const $metadata = { httpStatusCode: 500 };
      throw Object.assign(new Error('later'), {
        name: 'InternalError',
        $fault: 'server',
        $metadata,
      });
    };
    await plane.put();
    await plane.call(new RemoveTargetsCommand({ ...RULE, Ids: ['q'] }));
    queue.send = send;
    await plane.world.drain();
    expect(queue.visible).toBe(0);
  });
});

describe('ListTargetsByRule', () => {
  it('tells of targets all that they were given', async () => {
    const plane = await setUp();
    const target = {
      Id: 'q',
      Arn: queueArn,
      InputTransformer: { InputPathsMap: { id: '$.id' }, InputTemplate: '<id>' },
      RetryPolicy: { MaximumRetryAttempts: 2 },
      DeadLetterConfig: { Arn: queueArn },
    };
    await plane.call(putTargets(target));
    expect(await plane.call(new ListTargetsByRuleCommand(RULE))).toEqual({ Targets: [target] });
  });
});

describe('ListRuleNamesByTarget', () => {
  it('names the rules of a bus that have the target', async () => {
    const plane = await setUp();
    await plane.rule({ Name: 'another' });
    await plane.rule({ Name: 'without' });
    const target = { Id: 'q', Arn: queueArn };
    for (const Rule of ['placed', 'another']) {
      await plane.call(new PutTargetsCommand({ ...RULE, Rule, Targets: [target] }));
    }
    const list = new ListRuleNamesByTargetCommand({ TargetArn: queueArn, EventBusName: 'shop' });
    expect(await plane.call(list)).toEqual({ RuleNames: ['another', 'placed'] });
  });
});
