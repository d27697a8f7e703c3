import type { MaterialServices } from '../material/materialServices';
import type { ChangeServices } from '../change/changeServices';

/** Services that this room takes. */
export interface UpdateServices extends MaterialServices, ChangeServices {}
