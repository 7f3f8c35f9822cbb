import {
  AppError,
  displayPath,
  type FileEngine,
  type FileOperation,
  type Policy,
  type WorkspacePath,
} from '@devbench/core';

/**
 * Files without what the policy keeps: a guard rail by names, not by what links lead to. Names are listed, what is
 * behind them can be neither read nor changed. Methods also reject with `policy_denied`.
 */
export function guardedFiles(
  files: FileEngine,
  policy: Pick<Policy, 'deniedPath' | 'deniedInside'>,
): FileEngine {
  const check = (path: WorkspacePath) => {
    const rule = policy.deniedPath(displayPath(path));
    if (rule !== undefined) throw denied(`The path ${displayPath(path)} is denied.`, rule);
  };
  /** For what takes a directory as it is. A name at any depth would keep every directory. */
  const checkTree = (path: WorkspacePath) => {
    check(path);
    const rule = policy.deniedInside(displayPath(path)).find((one) => one.startsWith('/'));
    if (rule !== undefined) throw denied(`${displayPath(path)} holds a path that is denied.`, rule);
  };
  const checkOperation = (operation: FileOperation) => {
    const { op, path } = operation;
    if (op === 'delete' || op === 'move' || op === 'copy') checkTree(path);
    else check(path);
    if (op === 'move' || op === 'copy') check(operation.to);
  };

  return {
    async stat(workspace, path) {
      check(path);
      return files.stat(workspace, path);
    },
    async read(workspace, path, range) {
      check(path);
      return files.read(workspace, path, range);
    },
    async write(workspace, path, data, options) {
      check(path);
      return files.write(workspace, path, data, options);
    },
    async writeFrom(workspace, path, content, options) {
      check(path);
      return files.writeFrom(workspace, path, content, options);
    },
    async delete(workspace, path, options) {
      if (options.recursive) checkTree(path);
      else check(path);
      return files.delete(workspace, path, options);
    },
    async batch(workspace, operations) {
      operations.forEach(checkOperation);
      return files.batch(workspace, operations);
    },
    async search(workspace, path, query, signal) {
      check(path);
      const accepts = (file: string) =>
        policy.deniedPath(displayPath(file)) === undefined && query.accepts(file);
      return files.search(workspace, path, { ...query, accepts }, signal);
    },
    exportFrom(workspace, path, options) {
      check(path);
      const directory = `${displayPath(path)}/`;
      const inside = policy.deniedInside(displayPath(path));
      const relative = inside.map((rule) => rule.replace(directory, '/'));
      const exclude = [...options.exclude, ...relative];
      return files.exportFrom(workspace, path, { ...options, exclude });
    },
    async importTo(workspace, path, archive, options) {
      check(path);
      const [rule] = policy.deniedInside(displayPath(path));
      if (rule !== undefined) {
        throw denied('What an archive holds cannot be judged where paths are denied.', rule);
      }
      return files.importTo(workspace, path, archive, options);
    },
    async watch(workspace, path, changed) {
      check(path);
      return files.watch(workspace, path, changed);
    },
    async list(workspace, path, options) {
      check(path);
      return files.list(workspace, path, options);
    },
  };
}

const denied = (message: string, rule: string) =>
  new AppError('policy_denied', message, { data: { rule } });
