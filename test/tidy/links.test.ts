import { describe, expect, it } from 'vitest';
import { anchorsOf, brokenLinks } from './documents.ts';
import { projectFiles } from './source-files.ts';

const files = projectFiles();
const documents = files.filter(({ path }) => path.endsWith('.md'));

describe('the documents', () => {
  it('are there: the README, and a folder of others', () => {
    const paths = documents.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['README.md', 'docs/start.md']));
  });

  it('link to what there is', () => {
    expect(brokenLinks(documents, files)).toEqual([]);
  });

  it('list every decision under its title', () => {
    const isDecision = (path: string) => /^docs\/decisions\/\d{4}-/.test(path);
    const list = files.find(({ path }) => path === 'docs/decisions/README.md')!.text;
    const rows = files
      .filter(({ path }) => isDecision(path))
      .map(({ path, text }) => {
        const [, number, title] = /^# (\d{4})\. (.+)$/m.exec(text)!;
        return `| [${number}](${path.split('/').at(-1)}) | ${title} |`;
      });
    expect(rows.filter((row) => !list.includes(row))).toEqual([]);
  });

  it('name npm scripts and commands that there are', () => {
    const textOf = (path: string) => files.find((file) => file.path === path)!.text;
    const scripts = Object.keys(JSON.parse(textOf('package.json')).scripts);
    const commands = [...textOf('bin/orderly.ts').matchAll(/\.command\('(\w+)'\)/g)];
    const known = new Set([
      ...scripts.map((script) => `npm run ${script}`),
      ...commands.map(([, command]) => `npx orderly ${command}`),
    ]);
    const named = documents.flatMap(({ text }) => text.match(/\b(npm run|npx orderly) [\w-]+/g));
    expect(named.filter((command) => command && !known.has(command))).toEqual([]);
  });
});

describe('a link', () => {
  const planted = (text: string, path = 'docs/how-to/planted.md') => ({ path, text });
  const there = [
    planted('# One thing\n\n## Redrive, `republish` or [replay](x.md)\n', 'docs/other.md'),
    planted('', 'local/sqs/queue.ts'),
  ];

  it.each([
    '[file](../../local/sqs/queue.ts)',
    '[folder](../../local/)',
    '[document](../other.md) and [heading](../other.md#one-thing)',
    '[heading](../other.md#redrive-republish-or-replay)',
    '# Here\n\n[heading](#here)',
    '[elsewhere](https://example.com/no-such-page)',
    '`[code](no-such-file.ts)`',
    '```md\n[code](no-such-file.ts)\n```',
  ])('is well: %j', (text) => {
    const document = planted(text);
    expect(brokenLinks([document], [...there, document])).toEqual([]);
  });

  it.each([
    '[file](../../local/sqs/no-queue.ts)',
    '[file](local/sqs/queue.ts)',
    '[`code`](no-such-file.ts)',
    '[heading](../other.md#another-thing)',
    '[heading](#there)',
    '[heading](../../local/sqs/queue.ts#one-thing)',
    '[two](../other.md), [one](\n../no.md) and [three](../none.md)',
  ])('is broken: %j', (text) => {
    const document = planted(text);
    expect(brokenLinks([document], [...there, document])).toHaveLength(1);
  });
});

describe('the anchor of a heading', () => {
  it('is its text as GitHub has it', () => {
    const text = "# What is in a DLQ\n## `POST /orders`: it's 202\n```\n# no heading\n```\n";
    expect(anchorsOf({ path: 'a.md', text })).toEqual(['what-is-in-a-dlq', 'post-orders-its-202']);
  });
});
