export { pacedDriver, steppedDriver } from './driver.ts';
export type { Driver, SteppedDriver } from './driver.ts';
export type { ShopHistory } from './history.ts';
export type { Person } from './people.ts';
export type {
  CartHistory,
  CartStep,
  OrderHistory,
  OrderStep,
  StorefrontEvent,
  Visit,
} from './records.ts';
export { simulatedShop } from './shop.ts';
export type { SimulatedShop, SimulationOptions } from './shop.ts';
