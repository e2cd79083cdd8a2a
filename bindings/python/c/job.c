/* Calls of the library that may take long.
 *
 * The library does not look at signals. So a call that may take long runs on a thread of its own,
 * while the thread that asked for it waits for it and for signals: an interrupt (Ctrl-C) is
 * answered at once. The call is told to stop, and is waited for a moment. If it cannot stop so
 * soon, it is left: it goes on in the background with what it needs, and gives that back when it
 * ends. */

#include "module.h"

/* From this length on a text is read on a thread of its own. A shorter one takes 0.5 seconds at the
 * very most (explained, where every word is a name that must be judged), mostly 3 milliseconds; to
 * start a thread takes 0.05. */
enum { ALONE_FROM = 1 << 20 };

/* How often signals are looked at that another thread was given, and how long a call may take to
 * stop; microseconds. */
enum { TICK = 50 * 1000, GRACE = 400 * 1000 };

enum { RUNNING, FINISHED, LEFT };

/* What the waiting thread and those that run a job share. */
typedef struct {
    Job *job;
    PyThread_type_lock done; /* held while it runs */
    atomic_int working;      /* threads, and the one that starts them */
    atomic_int state;
} Run;

static void run_free(Run *run) {
    PyThread_release_lock(run->done);
    PyThread_free_lock(run->done);
    free(run);
}

/* Set when the interpreter ends: nothing can be given back then, and nothing need be. */
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

/* Ends a job; as the interpreter calls it, for one that was left. */
static int give_back(void *run) {
    Job *job = ((Run *)run)->job;
    run_free(run);
    job_end(job);
    return 0;
}

/* A thread is through with a job. The last one tells, or gives everything back if nobody waits. */
static void leave(Run *run) {
    if (atomic_fetch_sub(&run->working, 1) > 1) {
        return;
    }
    int running = RUNNING;
    if (atomic_compare_exchange_strong(&run->state, &running, FINISHED)) {
        PyThread_release_lock(run->done);
        return;
    }
    /* The interpreter has room for 32 such calls, and takes them soon. */
    while (!atomic_load(&exiting) && Py_AddPendingCall(give_back, run) < 0) {
        PyThread_acquire_lock_timed(run->done, TICK, 0);
    }
}

static void work(void *run) {
    Job *job = ((Run *)run)->job;
    job->work(job);
    leave(run);
}

/* Waits for a job, without the interpreter's lock; -1 with an exception if a signal's handler
 * raised one. */
static int wait_for(Run *run) {
    for (;;) {
        PyLockStatus status;
        Py_BEGIN_ALLOW_THREADS
        status = PyThread_acquire_lock_timed(run->done, TICK, 1);
        Py_END_ALLOW_THREADS
        if (status == PY_LOCK_ACQUIRED) {
            return 0;
        }
        if (PyErr_CheckSignals() < 0) {
            return -1;
        }
    }
}

/* After an exception: tells a job to stop and waits for that, else leaves it. Whether it ended. */
static int stop(Run *run) {
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    atomic_store(&run->job->stop, 1);
    PyLockStatus status;
    int can_be_left = watch_exit() == 0;
    Py_BEGIN_ALLOW_THREADS
    status = PyThread_acquire_lock_timed(run->done, can_be_left ? GRACE : -1, 0);
    int running = RUNNING;
    if (status != PY_LOCK_ACQUIRED
        && !atomic_compare_exchange_strong(&run->state, &running, LEFT)) {
        /* It has ended just now. */
        PyThread_acquire_lock(run->done, WAIT_LOCK);
        status = PY_LOCK_ACQUIRED;
    }
    Py_END_ALLOW_THREADS
    PyErr_Restore(type, value, traceback);
    return status == PY_LOCK_ACQUIRED;
}

/* Runs a job on threads of its own. -1 with an exception: then the job was ended, or will be. */
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
    leave(run);
    if (wait_for(run) == 0) {
        run_free(run);
        return 0;
    }
    if (stop(run)) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        give_back(run);
        PyErr_Restore(type, value, traceback);
    }
    return -1;
}

void job_init(Job *job, void (*work)(Job *), void (*give_back)(Job *)) {
    job->work = work;
    job->give_back = give_back;
    atomic_init(&job->stop, 0);
    job->is_copy = 0;
}

Job *job_run(Job *given, size_t size, size_t len, size_t threads) {
    Job *job = given;
    if (len >= ALONE_FROM || threads > 1) {
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
    job->give_back(job);
    if (is_copy) {
        free(job);
    }
}

int answer_signals(size_t index) {
    return index % 1024 == 1023 ? PyErr_CheckSignals() : 0;
}
