import type { StoreProfile } from '../store-profile.ts';
import type { Order } from './order.ts';
import type { Address, ShippingAddress } from './order-parts.ts';

export const emptyAddress: Address = {
  first_name: '',
  last_name: '',
  company: '',
  street_1: '',
  street_2: '',
  city: '',
  state: '',
  zip: '',
  country: 'United States',
  country_iso2: 'US',
  phone: '',
  email: '',
  form_fields: [],
};

/** The one shipping address of an order, which carries all of its shipping. */
export function shippingAddress(
  id: number,
  order: Order,
  address: Address,
  store: StoreProfile,
): ShippingAddress {
  return {
    ...address,
    id,
    order_id: order.id,
    items_total: order.items_total,
    items_shipped: 0,
    shipping_method: 'Flat Rate',
    base_cost: order.base_shipping_cost,
    cost_ex_tax: order.shipping_cost_ex_tax,
    cost_inc_tax: order.shipping_cost_inc_tax,
    cost_tax: order.shipping_cost_tax,
    cost_tax_class_id: 0,
    base_handling_cost: order.base_handling_cost,
    handling_cost_ex_tax: order.handling_cost_ex_tax,
    handling_cost_inc_tax: order.handling_cost_inc_tax,
    handling_cost_tax: order.handling_cost_tax,
    handling_cost_tax_class_id: 0,
    shipping_zone_id: 1,
    shipping_zone_name: address.country,
    shipping_quotes: store.stub(`/orders/${order.id}/shippingaddresses/${id}/shippingquotes`),
  };
}
