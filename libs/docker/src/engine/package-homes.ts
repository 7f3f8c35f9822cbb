import { WORKSPACE_PATH } from '@devbench/core';

/** The agent has its `bin` in the PATH of all commands. */
const HOME = `${WORKSPACE_PATH}/.local`;

/**
 * Lets package managers install for the user of a workspace, whose system is read-only, and where it stays.
 * PEP 668 protects the system's packages, which these never touch.
 */
export const PACKAGE_HOMES: Readonly<Record<string, string>> = {
  PYTHONUSERBASE: HOME,
  PIP_BREAK_SYSTEM_PACKAGES: '1',
  NPM_CONFIG_PREFIX: HOME,
};
