/** Tests run the machine without waiting: all its programs are there from the start. */
import { fetchUserland } from '../src/userland.ts';

await fetchUserland();
