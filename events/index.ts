import { CancellationRequested } from './cancellation-requested.ts';
import type { Contract } from './contract.ts';
import { InventoryRejected } from './inventory-rejected.ts';
import { InventoryReleased } from './inventory-released.ts';
import { InventoryReserved } from './inventory-reserved.ts';
import { OrderCancelled } from './order-cancelled.ts';
import { OrderConfirmed } from './order-confirmed.ts';
import { OrderFulfilled } from './order-fulfilled.ts';
import { OrderPlaced } from './order-placed.ts';
import { PaymentAuthorized } from './payment-authorized.ts';
import { PaymentCaptured } from './payment-captured.ts';
import { PaymentDeclined } from './payment-declined.ts';
import { PaymentRefunded } from './payment-refunded.ts';
import { ShipmentStopped } from './shipment-stopped.ts';
import { StockUpdated } from './stock-updated.ts';

/** Every contract. Functions import the contract files they need, never this list. */
export const contracts: readonly Contract[] = [
  OrderPlaced,
  OrderConfirmed,
  CancellationRequested,
  OrderCancelled,
  InventoryReserved,
  InventoryRejected,
  InventoryReleased,
  StockUpdated,
  PaymentAuthorized,
  PaymentDeclined,
  PaymentCaptured,
  PaymentRefunded,
  OrderFulfilled,
  ShipmentStopped,
];
