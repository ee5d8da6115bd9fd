import type { FidelityKind, FidelityRow } from '../../local/fidelity.ts';
import { fidelityRows } from '../../local/fidelity-rows.ts';
import { modelOf } from '../../local/wire/model.ts';
import { wireServices } from '../../local/wire/services.ts';
import { verifiedFacts } from '../verified/facts.ts';
import { comparisons } from './comparisons.ts';
import type { JudgedDifference, Verdict } from './judgement.ts';

const INTRODUCTION = `# Fidelity of the embedded cloud

<!-- Made by npm run generate from the tables of local/ and the judged differences of test/conformance/; a test holds it. -->

What the embedded cloud simulates, how far that is compared with engines that others wrote, and where the two
disagree. Everything that is not on this page is refused by name: a template is refused at load, a call with
the service's own error.

- **simulated**: it has its effect. **recorded**: it is kept and shown, without effect. **only**: any other value is refused.
- **compared with**: \`npm run conformance\` runs the same sequences on both and compares every answer and error.
- A number in the last column is a difference, told [below](#differences): what differs, and who of the two AWS agrees with.
`;

const VERDICTS: Record<Verdict, string> = {
  'embedded cloud': 'the embedded cloud',
  reference: 'the other engine',
  neither: 'neither',
  'not documented': 'not documented',
};

const differences: readonly JudgedDifference[] = comparisons.flatMap((one) => one.differences);

/** The text of docs/reference/fidelity.md. */
export async function fidelityPage(): Promise<string> {
  const rows = fidelityRows();
  const services = Map.groupBy(of('operation', rows), ({ name }) => name.split(':')[0]!);
  const operations: string[] = [];
  for (const [service, its] of services) operations.push(await serviceSection(service, its));
  return [
    INTRODUCTION,
    referencesSection(),
    '## Operations\n',
    ...operations,
    listSection('Event patterns', 'operator', of('pattern operator', rows)),
    listSection('The wire', 'what', of('wire', rows)),
    '## Resource types\n',
    ...propertySections(of('resource property', rows)),
    namesSection('Intrinsic functions of templates', of('intrinsic', rows)),
    namesSection('Operators of policy conditions', of('policy condition operator', rows)),
    namesSection('Keys of policy conditions', of('policy condition key', rows)),
    namesSection('Managed policies', of('managed policy', rows)),
    verifiedSection(),
    differencesSection(),
  ].join('\n');
}

function of(kind: FidelityKind, rows: readonly FidelityRow[]): FidelityRow[] {
  return rows.filter((row) => row.kind === kind);
}

function referencesSection(): string {
  const lines = comparisons.map(
    ({ reference, covers, differences: its }) =>
      `| ${reference} | ${covers.length} | ${its.length} |`,
  );
  return table('| compared with | operations and operators | judged differences |', lines);
}

async function serviceSection(service: string, rows: readonly FidelityRow[]): Promise<string> {
  const lines = rows.map(({ name, parameters = [], note }) => {
    const operation = name.slice(service.length + 1);
    const takes = parameters.map((one) => `\`${one}\``).join(' ');
    const remark = note === undefined ? '' : `. Simpler: ${note}`;
    return `| ${operation} | ${takes || '-'}${remark} | ${comparedWith(name)} | ${numbersFor(name)} |`;
  });
  const refused = await refusedOperations(service, rows);
  const end = refused.length === 0 ? '' : `\nRefused: ${refused.join(', ')}.\n`;
  const heading = '| operation | takes | compared with | differs |';
  return `### ${service}\n\n${table(heading, lines)}${end}`;
}

/** The operations that the SDK's model has beside those that are simulated. */
async function refusedOperations(service: string, rows: readonly FidelityRow[]): Promise<string[]> {
  const wired = wireServices.find(({ name }) => name === service);
  if (!wired) return [];
  const simulated = new Set(rows.map(({ name }) => name));
  const { operations } = modelOf(await wired.load());
  return [...operations.keys()].filter((name) => !simulated.has(`${service}:${name}`)).sort();
}

function listSection(title: string, what: string, rows: readonly FidelityRow[]): string {
  const lines = rows.map(({ name, status }) => {
    return `| \`${name}\` | ${status} | ${comparedWith(name)} | ${numbersFor(name)} |`;
  });
  return `## ${title}\n\n${table(`| ${what} | here | compared with | differs |`, lines)}`;
}

function propertySections(rows: readonly FidelityRow[]): string[] {
  const types = Map.groupBy(rows, ({ name }) => name.split(' ')[0]!);
  return [...types].map(([type, its]) => {
    const byStatus = Map.groupBy(its, ({ status }) => status);
    const lines = [...byStatus].map(([status, some]) => {
      const names = some.map(({ name }) => `\`${name.slice(type.length + 1)}\``).join(' ');
      return `| ${status} | ${names} |`;
    });
    return `### ${type}\n\n${table('| here | properties |', lines)}`;
  });
}

function namesSection(title: string, rows: readonly FidelityRow[]): string {
  return `## ${title}\n\n${rows.map(({ name }) => `\`${name}\``).join(' · ')}\n`;
}

function differencesSection(): string {
  const lines = differences.map((one, index) => {
    const { concerns, reference, differs, awsAgreesWith, source } = one;
    const about = [reference, concerns.join(', '), differs].map(cell).join(' | ');
    return `| ${index + 1} | ${about} | ${VERDICTS[awsAgreesWith]} | ${cell(source)} |`;
  });
  const heading = '| | engine | concerns | what differs | AWS agrees with | source |';
  return `## Differences\n\n${table(heading, lines)}`;
}

function verifiedSection(): string {
  const all = Object.values(verifiedFacts).flat();
  const lines = Object.entries(verifiedFacts).flatMap(([service, facts]) =>
    facts.map(({ says, source }) => `| ${service} | ${cell(says)} | ${cell(source)} |`),
  );
  const heading = '| service | what AWS does | recorded by |';
  return `## Verified against AWS

Suites that others ran against AWS recorded these answers. All ${all.length} hold here:
\`test/verified/verified.test.ts\` asks each of them, under its sentence as the name of the test.

${table(heading, lines)}`;
}

function comparedWith(name: string): string {
  const engines = comparisons.filter(({ covers }) => covers.includes(name));
  return engines.map(({ reference }) => reference).join(', ') || '-';
}

function numbersFor(name: string): string {
  const numbers = differences.flatMap(({ concerns }, index) =>
    concerns.includes(name) ? [index + 1] : [],
  );
  return numbers.join(', ') || '-';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** A table with its heading row. */
function table(heading: string, lines: readonly string[]): string {
  const columns = heading.split('|').length - 2;
  return `${[heading, `|${'---|'.repeat(columns)}`, ...lines].join('\n')}\n`;
}
