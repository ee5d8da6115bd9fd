import { describe, expect, it } from 'vitest';
import { contracts } from '../../events/index.ts';
import { sandboxCards } from '../../functions/payments/sandbox-cards.ts';
import { services } from '../../lib/services.ts';
import { faultKinds } from '../../simulation/fault-kinds.ts';
import { fidelityPage } from '../conformance/fidelity-page.ts';
import { anchorsOf, codesIn, rowsUnder } from './documents.ts';
import { isSource, projectFiles, type SourceFile } from './source-files.ts';

const files = projectFiles();
const fileAt = (path: string): SourceFile => files.find((file) => file.path === path)!;
const functionFiles = files.filter((file) => isSource(file, ['functions']));
const functions = services.flatMap((service) => service.functions);

describe('docs/reference/problems.md', () => {
  const problems = fileAt('docs/reference/problems.md');
  const rows = rowsUnder(problems.text, 'code', 'status').map(([code, status]) => ({
    code: codesIn(code!)[0]!,
    statuses: status!.split(', ').map(Number),
  }));

  /** Each code that a function or the gateway answers, with its statuses. */
  function problemsIn(sources: readonly SourceFile[]): { code: string; statuses: number[] }[] {
    const text = sources.map((file) => file.text).join('\n');
    const found = [
      ...[...text.matchAll(/status: (\d+),\s*code: '([a-z-]+)'/g)].map(([, ...pair]) => pair),
      ...[...text.matchAll(/\bbadRequest\(\s*'([a-z-]+)'/g)].map(([, code]) => ['400', code]),
      ...[...text.matchAll(/\bconflicting\(\s*'([a-z-]+)'/g)].map(([, code]) => ['409', code]),
    ];
    const byCode = Object.groupBy(found, ([, code]) => code!);
    return Object.entries(byCode).map(([code, pairs]) => ({
      code,
      statuses: [...new Set(pairs!.map(([status]) => Number(status)))].sort(),
    }));
  }

  it('lists exactly the codes that the API answers with, and their statuses', () => {
    const answered = problemsIn([...functionFiles, fileAt('lib/constructs/gateway-responses.ts')]);
    const byCode = (one: { code: string }, other: { code: string }): number =>
      one.code < other.code ? -1 : 1;
    expect(rows.toSorted(byCode)).toEqual(answered.sort(byCode));
  });

  it('says of each code what it means and what to do, in the order of the list', () => {
    expect(anchorsOf(problems).slice(1)).toEqual(rows.map(({ code }) => code));
  });
});

describe('docs/reference/events.md', () => {
  const rows = rowsUnder(fileAt('docs/reference/events.md').text, 'event', 'producer');

  it('has one row for each contract, with its version, producer, consumers and personal fields', () => {
    const documented = rows.map(([event, producer, consumers, , pii]) => ({
      event,
      producer,
      consumers: codesIn(consumers!)
        .filter((code) => code.includes('/'))
        .sort(),
      pii: codesIn(pii!),
    }));
    const consumersOf = (name: string): string[] =>
      functions.flatMap(({ service, name: consumer, trigger }) =>
        trigger.kind === 'events' && trigger.on.some(({ contract }) => contract.name === name)
          ? [`${service}/${consumer}`]
          : [],
      );
    const actual = contracts.map(({ name, version, producer, pii }) => ({
      event: `\`${name}\` v${version}`,
      producer,
      consumers: consumersOf(name).sort(),
      pii: [...pii],
    }));
    expect(documented).toEqual(actual);
  });

  it('says of each whether it is fat or thin', () => {
    expect(new Set(rows.map(([, , , kind]) => kind))).toEqual(new Set(['fat', 'thin']));
  });
});

describe('docs/reference/run.md', () => {
  it('lists the options of the command', () => {
    const [, run] = fileAt('bin/orderly.ts').text.split(/\.command\('run'\)/);
    const declared = run!.split('.action')[0]!.match(/(?<=\.option\(')--\w+/g);
    const listed = rowsUnder(fileAt('docs/reference/run.md').text, 'option').map(
      ([option]) => codesIn(option!)[0]!.split(' ')[0],
    );
    expect(listed).toEqual(declared);
  });
});

describe('docs/start.md', () => {
  it('lists the cards of the sandbox', () => {
    const listed = rowsUnder(fileAt('docs/start.md').text, 'card').map(([card]) => card);
    expect(listed).toEqual(Object.keys(sandboxCards).map((card) => `\`${card}\``));
  });
});

describe('docs/how-to/operate.md', () => {
  const { text } = fileAt('docs/how-to/operate.md');

  it('says what to do about every metric that has an alarm', () => {
    const named = new Set(codesIn(rowsUnder(text, 'alarm').join(' ')));
    const metrics = functions.flatMap(({ alarms = [] }) => alarms.map(({ metric }) => metric));
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter((metric) => !named.has(metric))).toEqual([]);
  });

  it('says what to do about every code that a message may have in a DLQ', () => {
    // These answer a request, which has no DLQ.
    const ofRequests = ['token-missing', 'token-refused'];
    const raised = functionFiles.flatMap((file) =>
      [...file.text.matchAll(/new (?:Permanent|Retriable)Error\(\s*'([a-z-]+)'/g)].map(
        ([, code]) => code!,
      ),
    );
    const listed = rowsUnder(text, '`Code`').flatMap(([codes]) => codesIn(codes!));
    const expected = [...new Set(raised)].filter((code) => !ofRequests.includes(code));
    expect(listed.filter((code) => code !== 'AccessDeniedException').sort()).toEqual(
      expected.sort(),
    );
  });
});

describe('docs/how-to/add-a-consumer.md', () => {
  it('shows the consumer that the tests run', () => {
    const withoutImports = (text: string) => text.replaceAll(/^import .*\n/gm, '').trim();
    const fixture = fileAt('test/fixtures/loyalty/functions/loyalty/count-points.ts');
    expect(fileAt('docs/how-to/add-a-consumer.md').text).toContain(withoutImports(fixture.text));
  });
});

describe('docs/reference/fidelity.md', () => {
  it('says what the tables of the embedded cloud and the judged differences say', async () => {
    const page = await fidelityPage();
    expect(fileAt('docs/reference/fidelity.md').text, 'run npm run generate').toBe(page);
  });
});

describe('docs/reference/simulate.md', () => {
  it('lists every kind of fault, and what happens', () => {
    const rows = rowsUnder(fileAt('docs/reference/simulate.md').text, 'fault', 'what happens');
    const documented = rows.map(([kind, sentence]) => ({ kind: codesIn(kind!)[0]!, sentence }));
    expect(documented).toEqual(faultKinds());
  });
});
