import { InventoryRejected } from '../../events/inventory-rejected.ts';
import { InventoryReleased } from '../../events/inventory-released.ts';
import { InventoryReserved } from '../../events/inventory-reserved.ts';
import { StockUpdated } from '../../events/stock-updated.ts';
import { relay } from '../runtime/relay.ts';

export default relay({
  service: 'inventory',
  table: 'stock',
  publishes: [InventoryReserved, InventoryRejected, InventoryReleased, StockUpdated],
});
