import type { UpdateServices } from '../update/updateServices';

/** Services that this room takes. */
export type UploadServices = UpdateServices;
