import { AppError } from '@devbench/core';

/** The same for a link that never was, is over, was used, or is for something else: nobody learns which. */
export const noLink = () =>
  new AppError('file_not_found', 'There is nothing here, or not any more.', {
    hint: 'Ask for a new link with fs_export, fs_import or fs_link.',
  });
