/* Calls of the library that may take long.
 *
 * The library does not handle signals. So a call that may take long runs on threads of its own,
 * while the calling thread waits for it and for signals: an interrupt (Ctrl-C) is handled at once.
 * The call is then asked to stop. If it does not stop within a short time, it is abandoned: it goes
 * on in the background with the objects that it needs, and releases them when it ends. */

#include "module.h"

/* Texts of at least this length are read on a thread of their own. A shorter one takes 0.5 seconds
 * at most (explain, if every word is a name that must be judged), usually 3 milliseconds. Starting
 * a thread takes 0.05 milliseconds. */
enum { OWN_THREAD_FROM = 1 << 20 };

/* How often the waiting thread handles signals that another thread received, and how long a call
 * may take to stop, in microseconds. */
enum { TICK = 50 * 1000, GRACE = 400 * 1000 };

enum { RUNNING, FINISHED, ABANDONED };

/* The state shared by the waiting thread and the threads that run a job. */
typedef struct {
    Job *job;
    PyThread_type_lock done; /* locked while the job runs */
    atomic_int working;      /* the number of running threads, including the one that starts them */
    atomic_int state;
} Run;

static void run_free(Run *run) {
    PyThread_release_lock(run->done);
    PyThread_free_lock(run->done);
    free(run);
}

/* Set when the interpreter ends: objects can no longer be released then, and need not be. */
static atomic_int exiting;

static PyObject *at_exit(PyObject *self, PyObject *unused) {
    (void)self, (void)unused;
    atomic_store(&exiting, 1);
    Py_RETURN_NONE;
}

static int watch_exit(void) {
    static PyMethodDef method = {"at_exit", at_exit, METH_NOARGS, NULL};
    static int watched;
    if (!watched) {
        PyObject *function = PyCFunction_New(&method, NULL),
                 *module = function == NULL ? NULL : PyImport_ImportModule("atexit");
        PyObject *result =
            module == NULL ? NULL : PyObject_CallMethod(module, "register", "O", function);
        watched = result != NULL;
        Py_XDECREF(function);
        Py_XDECREF(module);
        Py_XDECREF(result);
    }
    return watched ? 0 : -1;
}

/* Ends a job. The interpreter calls it for an abandoned one. */
static int release(void *run) {
    Job *job = ((Run *)run)->job;
    run_free(run);
    job_end(job);
    return 0;
}

/* Called by each thread at its end. The last one wakes the waiting thread, or has the job released
 * if it was abandoned. */
static void finish_work(Run *run) {
    if (atomic_fetch_sub(&run->working, 1) > 1) {
        return;
    }
    int running = RUNNING;
    if (atomic_compare_exchange_strong(&run->state, &running, FINISHED)) {
        PyThread_release_lock(run->done);
        return;
    }
    /* The interpreter's queue has 32 entries, which are handled soon. Retry while it is full. */
    while (!atomic_load(&exiting) && Py_AddPendingCall(release, run) < 0) {
        PyThread_acquire_lock_timed(run->done, TICK, 0);
    }
}

static void work(void *run) {
    Job *job = ((Run *)run)->job;
    job->work(job);
    finish_work(run);
}

/* Waits for a job without the interpreter's lock. Returns 0, or -1 with an exception that a signal
 * handler or the job's tick raised. */
static int wait_for(Run *run) {
    for (;;) {
        PyLockStatus status;
        Py_BEGIN_ALLOW_THREADS
        status = PyThread_acquire_lock_timed(run->done, TICK, 1);
        Py_END_ALLOW_THREADS
        if (status == PY_LOCK_ACQUIRED) {
            return 0;
        }
        if (PyErr_CheckSignals() < 0
            || (run->job->tick != NULL && run->job->tick(run->job) < 0)) {
            return -1;
        }
    }
}

/* After an exception: asks a job to stop and waits for a short time, then abandons it. Returns
 * whether the job has ended. */
static int stop(Run *run) {
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    atomic_store(&run->job->stop, 1);
    PyLockStatus status;
    int can_abandon = watch_exit() == 0;
    Py_BEGIN_ALLOW_THREADS
    status = PyThread_acquire_lock_timed(run->done, can_abandon ? GRACE : -1, 0);
    int running = RUNNING;
    if (status != PY_LOCK_ACQUIRED
        && !atomic_compare_exchange_strong(&run->state, &running, ABANDONED)) {
        /* It ended in the meantime. */
        PyThread_acquire_lock(run->done, WAIT_LOCK);
        status = PY_LOCK_ACQUIRED;
    }
    Py_END_ALLOW_THREADS
    PyErr_Restore(type, value, traceback);
    return status == PY_LOCK_ACQUIRED;
}

/* Runs a job on threads of its own. Returns 0; or -1 with an exception, when the job has been ended
 * or will be. */
static int run_on(Job *job, size_t threads) {
    Run *run = calloc(1, sizeof *run);
    if (run == NULL || (run->done = PyThread_allocate_lock()) == NULL) {
        free(run);
        job_end(job);
        PyErr_NoMemory();
        return -1;
    }
    run->job = job;
    PyThread_acquire_lock(run->done, WAIT_LOCK);
    atomic_init(&run->working, 1);
    atomic_init(&run->state, RUNNING);
    size_t started = 0;
    for (; started < threads; started++) {
        atomic_fetch_add(&run->working, 1);
        if (PyThread_start_new_thread(work, run) == (unsigned long)-1) {
            atomic_fetch_sub(&run->working, 1);
            break;
        }
    }
    if (started == 0) {
        Py_BEGIN_ALLOW_THREADS
        job->work(job);
        Py_END_ALLOW_THREADS
    }
    finish_work(run);
    if (wait_for(run) == 0) {
        run_free(run);
        return 0;
    }
    if (stop(run)) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        release(run);
        PyErr_Restore(type, value, traceback);
    }
    return -1;
}

void job_init(Job *job, void (*work)(Job *), void (*release)(Job *)) {
    job->work = work;
    job->release = release;
    job->tick = NULL;
    atomic_init(&job->stop, 0);
    job->is_copy = 0;
}

Job *job_run(Job *given, size_t size, size_t len, size_t threads) {
    Job *job = given;
    if (len >= OWN_THREAD_FROM || threads > 1) {
        job = malloc(size);
        if (job == NULL) {
            job_end(given);
            return (Job *)PyErr_NoMemory();
        }
        memcpy(job, given, size);
        job->is_copy = 1;
        return run_on(job, threads) < 0 ? NULL : job;
    }
    PyThreadState *unlocked = len >= UNLOCKED_FROM ? PyEval_SaveThread() : NULL;
    job->work(job);
    if (unlocked != NULL) {
        PyEval_RestoreThread(unlocked);
    }
    return job;
}

void job_end(Job *job) {
    int is_copy = job->is_copy;
    job->release(job);
    if (is_copy) {
        free(job);
    }
}

int poll_signals(size_t index) {
    return index % 1024 == 1023 ? PyErr_CheckSignals() : 0;
}
