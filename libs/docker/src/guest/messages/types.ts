/** The types of frames; the answer to a request has `REPLY` set. */
export const TYPE = {
  HELLO: 0x01,
  PING: 0x02,
  SHUTDOWN: 0x03,
  STATS: 0x04,
  SPAWN: 0x10,
  SIGNAL: 0x11,
  STOP: 0x12,
  SUBSCRIBE: 0x13,
  CREDIT: 0x14,
  ACK: 0x15,
  FORGET: 0x16,
  RESIZE: 0x17,
  STDIN: 0x18,
  STAT: 0x20,
  READ: 0x21,
  WRITE: 0x22,
  DELETE: 0x23,
  LIST: 0x24,
  OUTPUT: 0x40,
  EXIT: 0x41,
  STDIN_CREDIT: 0x42,
  WRITE_CREDIT: 0x43,
  GARBLED: 0x7e,
  FAULT: 0xff,
} as const;

export const REPLY = 0x80;
