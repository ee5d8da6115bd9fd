import { health } from '../runtime/health.ts';

export default health('fulfilment');
