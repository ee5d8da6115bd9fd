import authorise from '../../functions/platform/authorise.ts';
import type { Service } from '../service.ts';

/** What every service stands on; its stack holds bus, archive, registry and alarm topic too. */
export const platform: Service = {
  name: 'platform',
  description:
    'Orderly: the bus, its archive, the schema registry, the authoriser and the alarm topic',
  tables: {},
  functions: [authorise],
};
