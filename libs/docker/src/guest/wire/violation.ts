/** The other side broke the protocol. Ends its session and never leaves this lib. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
}
