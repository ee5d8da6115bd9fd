import { writeFile } from 'node:fs/promises';
import { fidelityPage } from './fidelity-page.ts';

const PAGE = new URL('../../docs/reference/fidelity.md', import.meta.url);

await writeFile(PAGE, await fidelityPage());
