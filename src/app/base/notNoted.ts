/** The error of a write of which no note could be kept: nothing was sent. */
export class NotNoted extends Error {
  override readonly name = 'NotNoted';
}
