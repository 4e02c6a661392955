/** File systems whose files several machines may change, by the number that `statfs` gives them (Linux: statfs(2)). */
const names: ReadonlyMap<number, string> = new Map([
  [0x00006969, "NFS"],
  [0x0000517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB2"],
  [0x65735546, "FUSE"],
  [0x01021997, "9P"],
  [0x5346414f, "AFS"],
  [0x00c36400, "Ceph"],
  [0x0bd00bd0, "Lustre"]
])

/**
 * The name of a file system over a network; undefined: a local one. SQLite's write-ahead log begins to work on most of
 * them and then loses data without an error: its shared memory isn't shared between machines, and locks may do nothing.
 * FUSE may be a local one as well, which nothing tells.
 */
export const networkFileSystem = (type: number): string | undefined => names.get(type >>> 0)
