interface Machine {
  /** `e_machine` of ELF. */
  readonly id: number;
  /** `exit(0)`. */
  readonly code: string;
}

const MACHINES: Readonly<Record<string, Machine>> = {
  amd64: { id: 62, code: '31ffb83c0000000f05' },
  arm64: { id: 183, code: 'a80b805200008052010000d4' },
  riscv64: { id: 243, code: '9308d0051305000073000000' },
};

const BASE = 0x40_0000;
const HEADER = 64;
const SEGMENT = 56;
const EXECUTABLE = 2;
const LOAD = 1;
const READ_AND_EXECUTE = 5;
const PAGE = 4096;

/** A program for Linux that ends with 0 and needs no library; undefined for processors that we know nothing of. */
export function tinyProgram(architecture: string): Buffer | undefined {
  const machine = MACHINES[architecture];
  if (machine === undefined) return undefined;
  const code = Buffer.from(machine.code, 'hex');
  const start = HEADER + SEGMENT;
  const file = Buffer.alloc(start);
  file.write('\x7fELF\x02\x01\x01', 'latin1');
  file.writeUInt16LE(EXECUTABLE, 16);
  file.writeUInt16LE(machine.id, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(BASE + start), 24);
  file.writeBigUInt64LE(BigInt(HEADER), 32);
  file.writeUInt16LE(HEADER, 52);
  file.writeUInt16LE(SEGMENT, 54);
  file.writeUInt16LE(1, 56);
  const size = BigInt(start + code.length);
  file.writeUInt32LE(LOAD, HEADER);
  file.writeUInt32LE(READ_AND_EXECUTE, HEADER + 4);
  file.writeBigUInt64LE(BigInt(BASE), HEADER + 16);
  file.writeBigUInt64LE(BigInt(BASE), HEADER + 24);
  file.writeBigUInt64LE(size, HEADER + 32);
  file.writeBigUInt64LE(size, HEADER + 40);
  file.writeBigUInt64LE(BigInt(PAGE), HEADER + 48);
  return Buffer.concat([file, code]);
}
