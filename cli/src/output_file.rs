//! Writes a file completely, or leaves the old one as it was.
//!
//! The bytes go to a temporary file in the same folder, which replaces the old one after it has
//! been written to disk. Programs that have the old file open or mapped keep its content. Pipes and
//! other special files have no content to preserve and are written directly.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, IsTerminal, Stdout, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use tempfile::NamedTempFile;

use crate::error::CliError;
use crate::progress;

/// How many symbolic links are followed: as many as Linux follows.
const LINKS: usize = 40;

/// A file to be written.
pub(crate) struct OutputFile {
    path: PathBuf,
    target: Target,
}

enum Target {
    /// A file to create or to replace; not a link.
    File { path: PathBuf, old: Option<Metadata> },
    /// A pipe or another special file.
    Device(File),
    /// The same file as standard output.
    StandardOutput,
}

impl OutputFile {
    /// Determines what to write: a file, or standard output for `-`. Fails if the file is an input
    /// or must not be written.
    pub(crate) fn open(path: &Path, inputs: &[PathBuf]) -> Result<Self, CliError> {
        let error = || CliError::file(path);
        let target = match fs::metadata(path) {
            _ if path.as_os_str() == "-" => {
                if io::stdout().is_terminal() {
                    return Err(CliError::ToTerminal { file: "standard output".into() });
                }
                Target::StandardOutput
            }
            Ok(old) if old.is_dir() => return Err(CliError::Directory { file: path.into() }),
            Ok(old) => {
                // Without truncating it. This fails if the file must not be written.
                let file = OpenOptions::new().write(true).open(path).map_err(error())?;
                let handle =
                    Handle::from_file(file.try_clone().map_err(error())?).map_err(error())?;
                if file.is_terminal() {
                    return Err(CliError::ToTerminal { file: path.into() });
                } else if Handle::stdout().is_ok_and(|stdout| stdout == handle) {
                    Target::StandardOutput
                } else if !old.is_file() {
                    Target::Device(file)
                } else if let Some(input) = inputs.iter().find(|input| is_file(input, &handle)) {
                    return Err(CliError::OutputIsInput {
                        output: path.into(),
                        input: input.clone(),
                    });
                } else {
                    Target::File { path: fs::canonicalize(path).map_err(error())?, old: Some(old) }
                }
            }
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => {
                Target::File { path: followed(path).map_err(error())?, old: None }
            }
            Err(other) => return Err(error()(other)),
        };
        Ok(Self { path: path.into(), target })
    }

    /// Whether it is standard output, so that nothing else may be printed there.
    pub(crate) fn is_standard(&self) -> bool {
        matches!(self.target, Target::StandardOutput)
    }

    /// Writes the whole content at once.
    pub(crate) fn write(self, bytes: &[u8]) -> Result<(), CliError> {
        let mut writer = self.begin()?;
        writer.write(bytes)?;
        writer.finish()
    }

    /// Begins to write. The file appears with [`Writer::finish`].
    pub(crate) fn begin(self) -> Result<Writer, CliError> {
        let error = CliError::file(self.path.clone());
        let to = match self.target {
            Target::File { path, old } => {
                let file = create(&path, old.as_ref()).map_err(error)?;
                progress::temporary(file.path().into());
                To::File { file, path }
            }
            Target::Device(file) => To::Device(file),
            Target::StandardOutput => To::StandardOutput(io::stdout()),
        };
        Ok(Writer { path: self.path, to })
    }
}

/// A file that is being written.
pub(crate) struct Writer {
    path: PathBuf,
    to: To,
}

enum To {
    /// The temporary file and its later path.
    File {
        file: NamedTempFile,
        path: PathBuf,
    },
    Device(File),
    StandardOutput(Stdout),
}

impl Writer {
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        let result = self.write_all(bytes);
        result.map_err(|error| self.error(error))
    }

    fn error(&self, error: io::Error) -> CliError {
        match self.to {
            To::StandardOutput(_) => CliError::Output(error),
            To::File { .. } | To::Device(_) => CliError::file(&self.path)(error),
        }
    }

    /// Ends the file and gives it its name. Without this, the old one is left as it was.
    pub(crate) fn finish(self) -> Result<(), CliError> {
        match self.to {
            To::File { file, path } => file
                .as_file()
                .sync_all()
                .and_then(|()| file.persist(path).map_err(|error| error.error))
                .map(drop)
                .map_err(CliError::file(self.path)),
            To::Device(_) => Ok(()),
            To::StandardOutput(mut out) => out.flush().map_err(CliError::Output),
        }
    }
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::File { file, .. } => file.write(bytes),
            To::Device(file) => file.write(bytes),
            To::StandardOutput(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::File { file, .. } => file.flush(),
            To::Device(file) => file.flush(),
            To::StandardOutput(out) => out.flush(),
        }
    }
}

/// Whether a path leads to the same regular file. Pipes are not opened, because that would block.
fn is_file(path: &Path, file: &Handle) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
        && Handle::from_path(path).is_ok_and(|handle| handle == *file)
}

/// The path that a chain of symbolic links leads to, for a file that does not exist yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = folder(&path).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates the temporary file that replaces a file, with the permissions of the old one.
fn create(path: &Path, old: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gaztag-");
    if old.is_none() {
        as_new(&mut builder);
    }
    // The error of a folder that does not exist has no name of a temporary file.
    fs::metadata(folder(path))?;
    let file = builder.tempfile_in(folder(path))?;
    if let Some(old) = old {
        as_old(file.as_file(), old)?;
    }
    Ok(file)
}

/// Gives a temporary file the permissions of any new file instead of those for its owner alone.
#[cfg(unix)]
fn as_new(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    // The umask of the process is applied to them.
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn as_new(_: &mut tempfile::Builder<'_, '_>) {}

/// Gives a file the permissions of the old one, and its owner if that is allowed.
fn as_old(file: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Only root may change the owner; for others this fails, and they own the file.
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
    file.set_permissions(old.permissions())
}
