//! `gaztag tag`: inputs in, output out, with memory that does not grow with the input.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use gaztag::{IncrementalTagger, Input, Overlap, Role, Tagger, TaggerBuilder};

use crate::arguments::{ChoiceArguments, GazetteerArguments, InputName, RoleChoice, TagArguments};
use crate::error::CliError;
use crate::lines::{LONGEST_LINE, Line, Lines, TooLong};
use crate::output::{self, Form, Painter, Place, Tally};
use crate::{Outcome, colours, document, gazetteer, report};

/// Files up to so many bytes are read whole.
const WHOLE: u64 = 1 << 20;
/// Bytes read at once.
const CHUNK: usize = 1 << 17;
/// Bytes of lines that are parsed together, for each thread.
const BATCH: usize = 1 << 21;
/// Output of one file that waits while another is printed, in chunks.
const QUEUE: usize = 64;

/// What all threads share.
struct Job<'a> {
    arguments: &'a TagArguments,
    tagger: Tagger<'static>,
    form: Form,
    threads: usize,
}

pub(crate) fn run(arguments: &TagArguments) -> Result<Outcome, CliError> {
    let form = form(arguments);
    let threads = match arguments.threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let job = Job { arguments, tagger: tagger(arguments, form)?, form, threads };
    let standard_input = [PathBuf::from("-")];
    let files: &[PathBuf] = if arguments.files.is_empty() { &standard_input } else { &arguments.files };
    let mut tally = Tally::new(&job.tagger);
    let mut out = io::stdout().lock();
    if form == Form::Tsv {
        out.write_all(output::TSV_HEADER).map_err(CliError::Output)?;
    }
    let failed = if threads > 1 && files.len() > 1 && arguments.input != InputName::Jsonl {
        job.files_in_parallel(files, &mut tally, &mut out)?
    } else {
        let mut failed = false;
        for file in files {
            let mut sink = |part: &mut Vec<u8>| {
                let result = out.write_all(part).map_err(CliError::Output);
                part.clear();
                result
            };
            failed |= job.settle(job.file(file, &mut tally, &mut sink))?;
        }
        failed
    };
    if matches!(form, Form::Text { .. } | Form::Counts) {
        let colour = colours::wanted(arguments.color);
        if matches!(form, Form::Text { .. }) && tally.any() {
            out.write_all(b"\n").map_err(CliError::Output)?;
        }
        tally.print(&job.tagger, colour, &mut out).map_err(CliError::Output)?;
    }
    out.flush().map_err(CliError::Output)?;
    Ok(Outcome { found: tally.any(), failed })
}

/// What to print: as asked, else coloured text on a terminal (or with colours forced), else lines.
fn form(arguments: &TagArguments) -> Form {
    let asked = &arguments.form;
    match () {
        () if asked.explain => Form::Explain { json: asked.json },
        () if asked.json => Form::Json,
        () if asked.tsv => Form::Tsv,
        () if asked.only => Form::Only,
        () if asked.counts => Form::Counts,
        () if arguments.input != InputName::Jsonl && (io::stdout().is_terminal() || arguments.color == crate::arguments::When::Always) => {
            Form::Text { colour: colours::wanted(arguments.color) }
        }
        () => Form::Lines { file: arguments.with_filename || arguments.files.len() > 1 || arguments.input == InputName::Jsonl },
    }
}

fn tagger(arguments: &TagArguments, form: Form) -> Result<Tagger<'static>, CliError> {
    let mut builder = choice(&arguments.choice, &arguments.gazetteer)?;
    if arguments.input == InputName::Html {
        builder = builder.input(Input::Html);
    }
    // Painting needs bytes.
    if !matches!(form, Form::Text { .. }) {
        builder = builder.offset_unit(arguments.offsets.into());
    }
    Ok(builder.build()?)
}

/// A builder with the gazetteer and the mentions that are asked for.
pub(crate) fn choice(arguments: &ChoiceArguments, gazetteer: &GazetteerArguments) -> Result<TaggerBuilder<'static>, CliError> {
    if gazetteer.no_builtin && gazetteer.gazetteers.is_empty() {
        return Err(CliError::NoGazetteer);
    }
    let gazetteer = gazetteer::load(gazetteer)?;
    let mut builder = Tagger::builder().min_confidence(arguments.min_confidence).lower_case(arguments.lower_case).uses(arguments.uses()).context(!arguments.no_context);
    if !arguments.kinds.is_empty() {
        builder = builder.kinds(&gazetteer::kinds(&gazetteer, &arguments.kinds)?);
    }
    if !arguments.roles.is_empty() {
        let roles: Vec<Role> = arguments
            .roles
            .iter()
            .flat_map(|choice| match choice {
                RoleChoice::One(role) => vec![*role],
                RoleChoice::All => Role::ALL.to_vec(),
            })
            .collect();
        builder = builder.roles(&roles);
    }
    if !arguments.languages.is_empty() {
        builder = builder.languages(&arguments.languages);
    }
    if arguments.all {
        builder = builder.overlap(Overlap::All);
    }
    Ok(builder.gazetteer(gazetteer))
}

/// Takes finished output and empties it.
type Sink<'s> = dyn FnMut(&mut Vec<u8>) -> Result<(), CliError> + 's;

impl Job<'_> {
    /// Reports the error of an input and goes on; an error of the output ends everything. Whether there was one.
    fn settle(&self, result: Result<bool, CliError>) -> Result<bool, CliError> {
        match result {
            Ok(failed) => Ok(failed),
            Err(error @ CliError::Output(_)) => Err(error),
            Err(error) => {
                report(&error);
                Ok(true)
            }
        }
    }

    /// Tags one input. Whether a part of it failed.
    fn file(&self, file: &Path, tally: &mut Tally, sink: &mut Sink<'_>) -> Result<bool, CliError> {
        let name = file.display().to_string();
        let input: Box<dyn Read> = if name == "-" { Box::new(io::stdin().lock()) } else { Box::new(File::open(file).map_err(CliError::file(file))?) };
        match (self.arguments.input, self.form) {
            (InputName::Jsonl, _) => self.lines(file, input, tally, sink),
            (_, Form::Explain { .. }) => self.explained(file, input, tally, sink),
            // What comes through a pipe is answered as it comes.
            _ if name != "-" && std::fs::metadata(file).is_ok_and(|metadata| metadata.is_file() && metadata.len() <= WHOLE) => self.whole(file, input, tally, sink),
            _ => self.stream(file, input, tally, sink),
        }
    }

    /// Tags a text that is read whole, so that every name is judged with all of it.
    fn whole(&self, file: &Path, mut input: impl Read, tally: &mut Tally, sink: &mut Sink<'_>) -> Result<bool, CliError> {
        let (mut text, mut out) = (Vec::new(), Vec::new());
        input.read_to_end(&mut text).map_err(CliError::file(file))?;
        let name = file.display().to_string();
        let id = serde_json::to_string(&name).unwrap_or_default();
        let mut painter = match self.form {
            Form::Text { colour } => Some(Painter::new(colour)),
            _ => None,
        };
        if let Some(painter) = &mut painter {
            painter.text(&text);
        }
        let mut printed = Ok(());
        self.tagger.tag_each_in(&text, &mut Vec::new(), |mention, text| {
            tally.add(mention);
            match &mut painter {
                Some(painter) => painter.mention(mention, &mut out),
                None if printed.is_ok() => printed = output::mention(self.form, &self.tagger, Place { input: &name, id: &id }, mention, text, &mut out),
                None => {}
            }
        });
        if let Some(painter) = &mut painter {
            painter.finish(&mut out);
        }
        printed.map_err(CliError::Output)?;
        sink(&mut out)?;
        Ok(false)
    }

    /// Tags a text in chunks.
    fn stream(&self, file: &Path, mut input: impl Read, tally: &mut Tally, sink: &mut Sink<'_>) -> Result<bool, CliError> {
        let name = file.display().to_string();
        let id = serde_json::to_string(&name).unwrap_or_default();
        let place = Place { input: &name, id: &id };
        let mut stream = IncrementalTagger::new(self.tagger.clone());
        let mut painter = match self.form {
            Form::Text { colour } => Some(Painter::new(colour)),
            _ => None,
        };
        let (mut chunk, mut out) = (vec![0; CHUNK], Vec::with_capacity(CHUNK));
        let mut printed = Ok(());
        loop {
            let read = match input.read(&mut chunk) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(CliError::File { file: file.into(), error }),
            };
            if let Some(painter) = &mut painter {
                painter.text(&chunk[..read]);
            }
            let mut found = |mention: &gaztag::Mention, text: &[u8]| {
                tally.add(mention);
                match &mut painter {
                    Some(painter) => painter.mention(mention, &mut out),
                    None if printed.is_ok() => printed = output::mention(self.form, &self.tagger, place, mention, text, &mut out),
                    None => {}
                }
            };
            match read {
                0 => stream.finish(&mut found),
                _ => stream.feed(&chunk[..read], &mut found),
            }
            if let Some(painter) = &mut painter {
                match read {
                    0 => painter.finish(&mut out),
                    _ => painter.print(stream.settled(), &mut out),
                }
            }
            std::mem::replace(&mut printed, Ok(())).map_err(CliError::Output)?;
            sink(&mut out)?;
            if read == 0 {
                return Ok(false);
            }
        }
    }

    /// Explains a text, read whole.
    fn explained(&self, file: &Path, mut input: impl Read, tally: &mut Tally, sink: &mut Sink<'_>) -> Result<bool, CliError> {
        let (mut text, mut out) = (Vec::new(), Vec::new());
        input.read_to_end(&mut text).map_err(CliError::file(file))?;
        let name = file.display().to_string();
        let id = serde_json::to_string(&name).unwrap_or_default();
        self.explain(Place { input: &name, id: &id }, &text, tally, &mut out)?;
        sink(&mut out)?;
        Ok(false)
    }

    fn explain(&self, place: Place<'_>, text: &[u8], tally: &mut Tally, out: &mut Vec<u8>) -> Result<(), CliError> {
        let json = matches!(self.form, Form::Explain { json: true });
        self.tagger.tag(text).iter().for_each(|mention| tally.add(mention));
        output::explanation(json, self.arguments.offsets.into(), &self.tagger, place, text, &self.tagger.explain(text), out).map_err(CliError::Output)
    }

    /// Tags documents of JSON Lines, batch by batch.
    fn lines(&self, file: &Path, input: Box<dyn Read>, tally: &mut Tally, sink: &mut Sink<'_>) -> Result<bool, CliError> {
        let name = file.display().to_string();
        let mut lines = Lines::new(input, BATCH * self.threads);
        let mut failed = false;
        loop {
            let (batch, end) = lines.batch();
            let part = batch.len().div_ceil(self.threads).max(1);
            let mut results: Vec<Part> = if self.threads == 1 {
                vec![self.part(&name, &batch)]
            } else {
                let name = &name;
                thread::scope(|scope| {
                    let handles: Vec<_> = batch.chunks(part).map(|lines| scope.spawn(move || self.part(name, lines))).collect();
                    handles.into_iter().map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
                })
            };
            for part in &mut results {
                sink(&mut part.out)?;
                part.errors.iter().for_each(report);
                failed |= !part.errors.is_empty();
                tally.merge(&part.tally);
            }
            match end {
                None => {}
                Some(Ok(())) => return Ok(failed),
                Some(Err(error)) => return Err(CliError::File { file: file.into(), error }),
            }
        }
    }

    /// Tags some lines.
    fn part(&self, name: &str, lines: &[Line]) -> Part {
        let mut part = Part { out: Vec::with_capacity(1 << 16), tally: Tally::new(&self.tagger), errors: Vec::new(), drafts: Vec::new() };
        for line in lines {
            if let Err(error) = self.line(name, line, &mut part) {
                part.errors.push(error);
            }
        }
        part
    }

    fn line(&self, name: &str, Line { number, text }: &Line, part: &mut Part) -> Result<(), CliError> {
        let error = |message| CliError::Line { file: name.into(), line: *number, message };
        let text = text.as_ref().map_err(|TooLong| error(format!("longer than {LONGEST_LINE} bytes")))?;
        let document = document::parse(text, &self.arguments.id_field, &self.arguments.text_field).map_err(error)?;
        let by_number;
        let id = match document.id {
            Some(id) => id,
            None => {
                by_number = number.to_string();
                &by_number
            }
        };
        let place = Place { input: id, id };
        if matches!(self.form, Form::Explain { .. }) {
            return self.explain(place, document.text.as_bytes(), &mut part.tally, &mut part.out);
        }
        let mut result = Ok(());
        self.tagger.tag_each_in(document.text.as_bytes(), &mut part.drafts, |mention, text| {
            part.tally.add(mention);
            if result.is_ok() {
                result = output::mention(self.form, &self.tagger, place, mention, text, &mut part.out);
            }
        });
        result.map_err(CliError::Output)
    }

    /// Tags several files at once; what they print keeps their order.
    fn files_in_parallel(&self, files: &[PathBuf], tally: &mut Tally, out: &mut impl Write) -> Result<bool, CliError> {
        let (begun, order) = sync_channel::<Receiver<Message>>(self.threads);
        let rest = Mutex::new((files.iter(), begun));
        thread::scope(|scope| {
            for _ in 0..self.threads.min(files.len()) {
                scope.spawn(|| {
                    // Files are begun in their order, so the one that is being printed is always among those being read.
                    while let Some((file, sender)) = begin(&rest) {
                        let mut tally = Tally::new(&self.tagger);
                        let mut sink = |part: &mut Vec<u8>| {
                            let gone = |_| CliError::Output(io::ErrorKind::BrokenPipe.into());
                            if part.is_empty() { Ok(()) } else { sender.send(Message::Output(std::mem::take(part))).map_err(gone) }
                        };
                        let result = self.file(file, &mut tally, &mut sink);
                        if sender.send(Message::End(tally, result)).is_err() {
                            return;
                        }
                    }
                });
            }
            // Owned here, so that the threads learn at once that nobody reads any more.
            let order = order;
            let mut failed = false;
            for _ in files {
                // Only a thread that panicked does not send; the scope passes its panic on.
                for message in order.recv().into_iter().flatten() {
                    match message {
                        Message::Output(part) => out.write_all(&part).map_err(CliError::Output)?,
                        Message::End(part, result) => {
                            tally.merge(&part);
                            failed |= self.settle(result)?;
                        }
                    }
                }
            }
            Ok(failed)
        })
    }
}

/// What some lines gave.
struct Part {
    out: Vec<u8>,
    tally: Tally,
    errors: Vec<CliError>,
    /// Memory for one document.
    drafts: Vec<gaztag::Draft>,
}

/// What a thread tells of its file.
enum Message {
    Output(Vec<u8>),
    End(Tally, Result<bool, CliError>),
}

/// The files that no thread has yet, and where to tell that one was begun.
type Rest<'f> = Mutex<(std::slice::Iter<'f, PathBuf>, SyncSender<Receiver<Message>>)>;

/// Begins the next file: it, and the sender for what it gives.
fn begin<'f>(rest: &Rest<'f>) -> Option<(&'f PathBuf, SyncSender<Message>)> {
    let mut rest = rest.lock().ok()?;
    let file = rest.0.next()?;
    let (sender, receiver) = sync_channel(QUEUE);
    // Waits while too many files are ahead of the one being printed.
    rest.1.send(receiver).ok()?;
    Some((file, sender))
}
