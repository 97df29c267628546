import type { Floor } from '../floor.ts';
import type { Life } from '../life.ts';
import { emailOf, type Person } from '../people.ts';
import { days, hours } from '../spans.ts';

/** What somebody does besides buying: the newsletter, an address, another email. */
export function* account({ chance, people, store }: Floor, person: Person): Life {
  yield hours(chance.between(1, 100));
  if (chance.of(0.5)) {
    const email = emailOf(person);
    store.subscribe({ email, firstName: person.firstName });
    yield days(chance.between(0.2, 5));
    if (chance.of(0.4)) store.unsubscribe(email);
    if (chance.of(0.1)) store.subscribe({ email });
  }
  if (person.customerId === 0) return;
  if (chance.of(0.3)) {
    store.setAddress(person.customerId, {
      address1: '2 Pond Road',
      city: 'Waco',
      country_code: 'US',
    });
    yield days(chance.between(0.1, 3));
  }
  if (chance.of(0.2)) store.setStoreCredit(person.customerId, '12.5');
  if (chance.of(0.2)) store.setGroup(person.customerId, chance.pick(['Trade', 'Friends']));
  yield days(chance.between(0.1, 6));
  if (chance.of(0.2)) people.changeEmail(person);
}
