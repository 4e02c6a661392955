/**
 * Lines, written together once in each turn of the event loop: a write to a pipe or a file is a call of the system that
 * the whole process waits for. Those of the last turn are written when the process ends; a process that is killed loses
 * them.
 */
export const logLines = (to: Pick<NodeJS.WritableStream, "write">) => {
  let waiting: Array<string> = []
  const flush = (): void => {
    if (waiting.length === 0) return
    const text = `${waiting.join("\n")}\n`
    waiting = []
    to.write(text)
  }
  process.once("exit", flush)
  return {
    write: (line: string): void => {
      waiting.push(line)
      if (waiting.length === 1) setImmediate(flush)
    }
  }
}
