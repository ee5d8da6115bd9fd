import { relay } from '../runtime/relay.ts';
import { paymentContracts } from './payment-publishing.ts';

export default relay({ service: 'payments', table: 'payments', publishes: paymentContracts });
