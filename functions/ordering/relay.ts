import { relay } from '../runtime/relay.ts';
import { orderContracts } from './order-publishing.ts';

export default relay({ service: 'ordering', table: 'orders', publishes: orderContracts });
