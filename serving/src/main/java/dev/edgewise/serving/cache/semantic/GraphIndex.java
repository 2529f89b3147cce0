package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.store.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Looks along a graph of near points (HNSW, Malkov and Yashunin 2016; Lucene's), so that the time
 * hardly grows with their number. It may overlook some, which is a miss: of what lies at the floor
 * it finds 99 of 100 ({@code GraphIndexTest}). What was put in is found after the next refresh,
 * which runs in the background.
 */
final class GraphIndex implements PointIndex, AutoCloseable {
  private static final String KEY = "key";
  private static final String POINT = "point";

  /** Candidates that are kept on the way; more find more and take longer. */
  private static final int WIDTH = 100;

  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Executor background;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private final Map<Key, Question> questions = new ConcurrentHashMap<>();

  /**
   * An empty one.
   *
   * @param background where what was put in is made visible
   */
  GraphIndex(Executor background) {
    this.background = background;
    try {
      writer = new IndexWriter(directory, new IndexWriterConfig());
      searchers = new SearcherManager(writer, null);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  @Override
  public void put(Question question, float[] point) {
    Document document = new Document();
    document.add(new StringField(KEY, question.key().toString(), Field.Store.YES));
    document.add(
        new KnnFloatVectorField(POINT, point.clone(), VectorSimilarityFunction.DOT_PRODUCT));
    questions.put(question.key(), question);
    try {
      writer.updateDocument(term(question.key()), document);
    } catch (IOException e) {
      throw inMemory(e);
    }
    refreshSoon();
  }

  @Override
  public void remove(Key key) {
    if (questions.remove(key) != null) {
      try {
        writer.deleteDocuments(term(key));
      } catch (IOException e) {
        throw inMemory(e);
      }
      refreshSoon();
    }
  }

  private static Term term(Key key) {
    return new Term(KEY, key.toString());
  }

  private void refreshSoon() {
    if (refreshing.compareAndSet(false, true)) {
      try {
        background.execute(this::refresh);
      } catch (RejectedExecutionException e) {
        refreshing.set(false);
      }
    }
  }

  /** Makes what was put in visible. */
  void refresh() {
    refreshing.set(false);
    try {
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  @Override
  public List<Near> nearest(float[] point, double least, int most) {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        List<Near> near = new ArrayList<>();
        for (ScoreDoc found :
            searcher.search(new KnnFloatVectorQuery(POINT, point, WIDTH), WIDTH).scoreDocs) {
          // Lucene's score of a dot product is (1 + cosine) / 2.
          double cosine = 2.0 * found.score - 1;
          if (cosine < least || near.size() == most) {
            break;
          }
          String key = searcher.storedFields().document(found.doc).get(KEY);
          Question question = questions.get(Key.of(java.util.HexFormat.of().parseHex(key)));
          if (question != null) {
            near.add(new Near(question, Math.min(1, cosine)));
          }
        }
        near.sort(Comparator.comparingDouble(Near::similarity).reversed());
        return near;
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  @Override
  public int size() {
    return questions.size();
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("An index in memory failed", e);
  }

  @Override
  public void close() {
    try (directory;
        writer;
        searchers) {
      // Closed in the opposite order.
    } catch (IOException e) {
      throw inMemory(e);
    }
  }
}
