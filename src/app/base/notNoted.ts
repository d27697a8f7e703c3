/** No note could be kept, and therefore nothing was sent. */
export class NotNoted extends Error {
  override readonly name = 'NotNoted';
}
